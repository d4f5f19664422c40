import { tick } from 'svelte';
import { routeOf, type Route } from './router.js';

/** Follows the address bar, and changes it without loading the page anew. */
export class Navigation {
  #route = $state.raw<Route>(routeOf(location));

  readonly #onfollowed: () => void;

  /** @param onfollowed - called when another page is shown. */
  constructor(onfollowed: () => void) {
    this.#onfollowed = onfollowed;
    window.addEventListener('popstate', () => this.#follow());
    document.addEventListener('click', (event) => this.#click(event));
  }

  get route(): Route {
    return this.#route;
  }

  #click(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const plain =
      event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented) return;
    if (link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
    event.preventDefault();
    history.pushState(null, '', keepIceServers(link.href));
    this.#follow();
    window.scrollTo(0, 0);
  }

  #follow(): void {
    this.#route = routeOf(location);
    void tick().then(this.#onfollowed);
  }
}

/** `?ice_servers=` is meant for the whole visit, not for one page of it. */
function keepIceServers(href: string): string {
  const servers = new URLSearchParams(location.search).get('ice_servers');
  if (servers === null) return href;
  const url = new URL(href);
  url.searchParams.set('ice_servers', servers);
  return url.href;
}

/**
 * <crowdlens-viewer>: a broadcast in any web page.
 *
 *   <script async src="https://live.example.org/embed.js"></script>
 *   <crowdlens-viewer broadcast="main"></crowdlens-viewer>
 *
 * Attributes: `src`, the address of the server (that of this script when left out); `broadcast` (main);
 * `overlay` (regions,labels,values,heat, or none); `controls` (0 hides the buttons); `lang`; `token`, a share
 * link. It is as wide as its place and 4:3; style it as any element.
 */
{
  const here = document.currentScript?.src;

  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { display: block; aspect-ratio: 4 / 3; }
    :host([hidden]) { display: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
  `);

  class CrowdlensViewer extends HTMLElement {
    static observedAttributes = ['src', 'broadcast', 'overlay', 'controls', 'lang', 'token'];
    #frame = document.createElement('iframe');
    #due = false;

    constructor() {
      super();
      this.#frame.allow = 'autoplay; fullscreen; picture-in-picture; screen-wake-lock';
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [style];
      root.append(this.#frame);
    }

    connectedCallback() {
      this.#frame.title = this.title || 'Crowdlens';
      this.#load();
    }

    attributeChangedCallback() {
      this.#load();
    }

    /** Once for all attributes that change together. */
    #load() {
      if (this.#due) return;
      this.#due = true;
      queueMicrotask(() => {
        this.#due = false;
        const address = this.#address();
        if (this.isConnected && this.#frame.src !== address) this.#frame.src = address;
      });
    }

    #address() {
      const broadcast = encodeURIComponent(this.getAttribute('broadcast') || 'main');
      const url = new URL(`/embed/${broadcast}`, this.getAttribute('src') || here || location.href);
      for (const option of ['overlay', 'controls', 'lang']) {
        const value = this.getAttribute(option);
        if (value !== null) url.searchParams.set(option, value);
      }
      const token = this.getAttribute('token');
      // Behind the #, which browsers send to nobody.
      if (token) url.hash = `access_token=${token}`;
      return url.href;
    }
  }

  if (!customElements.get('crowdlens-viewer')) {
    customElements.define('crowdlens-viewer', CrowdlensViewer);
  }
}

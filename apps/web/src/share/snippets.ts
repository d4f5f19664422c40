/** What is copied into another web page. */
import { embedPath, embedQuery, type EmbedOptions } from '../embed/embedding.js';

/** A broadcast to be shared. */
export interface Shared extends EmbedOptions {
  /** Of this server: `https://live.example.org`. */
  origin: string;
  /** A share link that lets others in, where it is needed. */
  token: string | undefined;
}

/** `path` on this server, with the share link behind the `#`. */
export function sharedUrl({ origin, token }: Pick<Shared, 'origin' | 'token'>, path: string) {
  const url = new URL(path, origin);
  if (token !== undefined) url.hash = `access_token=${token}`;
  return url.href;
}

/** An iframe with the viewer. */
export function frameText(shared: Shared): string {
  const src = attribute('src', sharedUrl(shared, embedPath(shared)));
  return `<iframe ${src} width="640" height="480" style="border: 0" allow="autoplay; fullscreen; picture-in-picture"></iframe>`;
}

/** The custom element with the viewer, and the script that knows it. */
export function elementText(shared: Shared): string {
  const { origin, broadcastId, token } = shared;
  const attributes = {
    broadcast: broadcastId,
    ...embedQuery(shared),
    ...(token !== undefined && { token }),
  };
  const list = Object.entries(attributes).map(([name, value]) => attribute(name, value));
  return `<script async ${attribute('src', new URL('/embed.js', origin).href)}></script>
<crowdlens-viewer ${list.join(' ')}></crowdlens-viewer>`;
}

function attribute(name: string, value: string): string {
  return `${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
}

/** The address of the viewer that other pages show in a frame, and what it may say. */
import { OVERLAY_PARTS, type OverlayPart } from '../viewer/overlayOptions.svelte.js';

const DEFAULT_BROADCAST = 'main';

/** What a page that embeds the viewer asks for. */
export interface EmbedOptions {
  broadcastId: string;
  /** What is drawn over the picture. */
  overlay: readonly OverlayPart[];
  /** Whether the viewer has buttons. */
  controls: boolean;
}

/** What is drawn when the address does not say. */
export const DEFAULT_OVERLAY: readonly OverlayPart[] = ['regions', 'labels', 'values'];

/** Whether this is the address of an embedded viewer. */
export function isEmbedded({ pathname }: { pathname: string }): boolean {
  return /^\/embed(\/|$)/.test(pathname);
}

/** What `/embed/ID?overlay=regions,heat&controls=0` asks for; what it does not know, it leaves out. */
export function embedOptionsOf(address: { pathname: string; search: string }): EmbedOptions {
  const [, , id = ''] = address.pathname.split('/');
  const query = new URLSearchParams(address.search);
  const overlay = query.get('overlay')?.split(',');
  return {
    broadcastId: decodeURIComponent(id) || DEFAULT_BROADCAST,
    overlay: overlay ? OVERLAY_PARTS.filter((part) => overlay.includes(part)) : DEFAULT_OVERLAY,
    controls: query.get('controls') !== '0',
  };
}

/** The path and query that {@link embedOptionsOf} reads. */
export function embedPath({ broadcastId, overlay, controls }: EmbedOptions): string {
  const options = Object.entries(embedQuery({ overlay, controls }));
  const query = options.map(([name, value]) => `${name}=${value}`).join('&');
  return `/embed/${encodeURIComponent(broadcastId)}${query && `?${query}`}`;
}

/** The options that differ from the defaults, as the address and the custom element name them. */
export function embedQuery({ overlay, controls }: Omit<EmbedOptions, 'broadcastId'>) {
  const asked = overlay.join(',') || 'none';
  return {
    ...(asked !== DEFAULT_OVERLAY.join(',') && { overlay: asked }),
    ...(!controls && { controls: '0' }),
  };
}

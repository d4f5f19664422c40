/** Path of an executable Chromium, if there is one; `CHROMIUM_PATH` wins. */
export function findChromium(): string | undefined;
/** Path of Chromium, installed from apt if need be. */
export function ensureChromium(): string;

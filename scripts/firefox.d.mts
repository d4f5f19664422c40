/** Path of an executable Firefox, if there is one; `FIREFOX_PATH` wins. */
export function findFirefox(): string | undefined;

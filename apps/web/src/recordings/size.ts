const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** `0 kB`, `640 kB`, `1.2 MB`: bytes for people, in units of a thousand. */
export function formatSize(bytes: number): string {
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && size < 10 ? 1 : 0;
  return `${size.toFixed(digits)}\u00a0${UNITS[unit]}`;
}

const WIDTH = 30;

/**
 * Draws a bar on a terminal, again only when it has moved on by a percent.
 * @returns What takes the part that is done (0..1); nothing happens where there is no terminal.
 */
export function progressBar(output: NodeJS.WriteStream): (done: number) => void {
  let shown = -1;
  return (done) => {
    const percent = Math.min(100, Math.floor(done * 100));
    if (!output.isTTY || percent === shown) return;
    shown = percent;
    const bar = '#'.repeat(Math.round((percent * WIDTH) / 100)).padEnd(WIDTH, '.');
    output.write(`\r${bar} ${percent} %${percent === 100 ? '\n' : ''}`);
  };
}

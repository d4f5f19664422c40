export const START_USAGE = `crowdlens [start]

  Starts the server. Settings come from the environment (PORT, HOST, ...), see the README.`;

/** Runs the server's own program in this process; it ends with a signal. */
export async function start(): Promise<void> {
  const server = import.meta.resolve('@crowdlens/server');
  await import(new URL('./main.js', server).href);
}

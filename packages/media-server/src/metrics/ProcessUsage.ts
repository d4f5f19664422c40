/** What a process takes of the machine, all its threads together. */
export interface ProcessUsage {
  /** Time of processors since its start, microseconds. */
  readonly cpuUs: number;
  /** Bytes in memory. */
  readonly memoryBytes: number;
}

/** Of this process. */
export function ownUsage(): ProcessUsage {
  const { user, system } = process.cpuUsage();
  return { cpuUs: user + system, memoryBytes: process.memoryUsage.rss() };
}

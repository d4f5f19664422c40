import { readFile } from 'node:fs/promises';

/** One process of ours. */
export interface ProcessUse {
  readonly pid: number;
  /** `server`, `media-server` or `fan-out`. */
  readonly name: string;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** proc(5): times are in ticks, of which Linux shows a hundred a second. */
const TICKS_PER_SECOND = 100;

/** This process and all that it started, as /proc has them; where there is none (not on Linux), nothing. */
export async function processTree(pid = process.pid, name = 'server'): Promise<ProcessUse[]> {
  try {
    const [stat, status, children] = await Promise.all([
      read(pid, 'stat'),
      read(pid, 'status'),
      read(pid, `task/${pid}/children`),
    ]);
    const found = children.trim().split(' ').filter(Boolean).map(Number);
    const below = await Promise.all(
      found.map(async (child) => processTree(child, await nameOf(child))),
    );
    return [{ pid, name, ...cpuOf(stat), ...memoryOf(status) }, ...below.flat()];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

function read(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8');
}

async function nameOf(pid: number): Promise<string> {
  const command = await read(pid, 'cmdline').catch(() => '');
  return command.includes('/fanout/') ? 'fan-out' : 'media-server';
}

/** The name of the program, in parentheses, may hold anything. */
function cpuOf(stat: string): { cpuSeconds: number } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0] = fields.slice(11, 13).map(Number);
  return { cpuSeconds: (user + system) / TICKS_PER_SECOND };
}

function memoryOf(status: string): { residentBytes: number } {
  return { residentBytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024 };
}

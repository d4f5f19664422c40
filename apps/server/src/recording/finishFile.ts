import { setTimeout as delay } from 'node:timers/promises';
import type { RecordingFolder } from './RecordingFolder.js';
import { completeWebm } from './webm/completeWebm.js';

/** A file to which nothing was added for so long has no writer any more; ours add something every second. */
const QUIET_MS = 5000;

/** What is known of a complete file. */
export interface FinishedFile {
  readonly bytes: number;
  /** Null for a file of another kind, or not complete yet: the next start tries again. */
  readonly lengthMs: number | null;
}

/**
 * Completes the file of a recording, if its writer has not done so.
 *
 * @param lostWriter - given when a media server was lost that may still be writing, perhaps on
 *   another machine: its last word is awaited, until the signal is aborted
 */
export async function finishFile(
  folder: RecordingFolder,
  id: string,
  lostWriter?: AbortSignal,
): Promise<FinishedFile> {
  if (lostWriter) await untilQuiet(folder, id, lostWriter);
  const isOurs = !lostWriter?.aborted && (await folder.size(id)) > 0;
  const lengthMs = isOurs ? await completeWebm(folder.video(id)) : undefined;
  return { bytes: await folder.size(id), lengthMs: lengthMs ?? null };
}

async function untilQuiet(folder: RecordingFolder, id: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const writtenAt = await folder.writtenAt(id);
    const quietMs = Date.now() - (writtenAt?.getTime() ?? 0);
    if (quietMs >= QUIET_MS || signal.aborted) return;
    await delay(QUIET_MS - Math.max(0, quietMs), undefined, { signal }).catch(() => undefined);
  }
}

import type { StoredRecording } from '../history/RecordingStore.js';
import type { RecordingCatalog } from './RecordingCatalog.js';
import type { RecordingLimits } from './RecordingLimits.js';

const MAX_RECORDINGS = 2000;

/**
 * The recordings that shall go: those that are too old, then the oldest until the others are few
 * and small enough. What is being recorded stays.
 *
 * @param now - milliseconds since 1970
 */
export function surplusOf(
  catalog: RecordingCatalog,
  { maxTotalBytes }: Pick<RecordingLimits, 'maxTotalBytes'>,
  now: number,
): StoredRecording[] {
  let bytes = 0;
  let count = 0;
  const surplus: StoredRecording[] = [];
  for (const recording of catalog.all.toReversed()) {
    bytes += recording.bytes;
    count += 1;
    const keptUntil = catalog.keptUntil(recording);
    if (keptUntil === undefined) continue;
    const isSurplus = keptUntil.getTime() <= now || bytes > maxTotalBytes || count > MAX_RECORDINGS;
    if (isSurplus) surplus.push(recording);
  }
  return surplus;
}

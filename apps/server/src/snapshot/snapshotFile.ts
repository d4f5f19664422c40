import { join } from 'node:path';

/** Absolute path of the last picture of a broadcast. @param id - of the broadcast, checked */
export function snapshotFile(dataDir: string, id: string): string {
  return join(dataDir, 'snapshots', `${id}.jpg`);
}

/** Absolute path of the picture that was kept of an alert. @param id - of the alert, checked */
export function alertSnapshotFile(dataDir: string, id: string): string {
  return join(dataDir, 'snapshots', 'alerts', `${id}.jpg`);
}

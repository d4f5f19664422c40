import { join } from 'node:path';

/** Absolute path of the last picture of a broadcast. @param id - of the broadcast, checked */
export function snapshotFile(dataDir: string, id: string): string {
  return join(dataDir, 'snapshots', `${id}.jpg`);
}

/** Absolute path of the folder of the pictures of all alerts of a broadcast. @param broadcastId - checked */
export function alertSnapshotFolder(dataDir: string, broadcastId: string): string {
  return join(dataDir, 'snapshots', 'alerts', broadcastId);
}

/** Absolute path of the picture that was kept of an alert. @param alert - of ids that have been checked */
export function alertSnapshotFile(
  dataDir: string,
  { id, broadcastId }: { readonly id: string; readonly broadcastId: string },
): string {
  return join(alertSnapshotFolder(dataDir, broadcastId), `${id}.jpg`);
}

import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import { requireBroadcast } from '../access/Caller.js';
import type { Alerts } from '../alerts/Alerts.js';
import { broadcastsFor } from '../broadcast/broadcastsFor.js';
import type { Broadcasts } from '../broadcast/Broadcasts.js';
import type { AlertPictures } from '../snapshot/AlertPictures.js';
import { callerOf } from './Gate.js';
import { HttpError } from './httpErrors.js';
import { sendFile } from './sendFile.js';

/** What {@link snapshots} serves. */
export interface SnapshotsOptions {
  readonly broadcasts: Broadcasts;
  readonly alerts: Alerts;
  readonly alertPictures: AlertPictures;
}

type ById = Request<{ id: string }>;

const PICTURE = {
  type: 'image/jpeg',
  // It is asked for again each time, but sent only if it is another one.
  cacheControl: 'private, no-cache',
  missing: 'There is no picture yet.',
};

/**
 * `GET /snapshot/BROADCAST.jpg`: its last processed picture, also while it is idle; at most a second
 * old while it is live. `GET /snapshot/alert/ID.jpg`: the picture that was kept of an alert.
 * Behind the gate's handler.
 */
export function snapshots({ broadcasts, alerts, alertPictures }: SnapshotsOptions): Router {
  const router = express.Router();
  router.get('/:id.jpg', async (request: ById, response: Response, next: NextFunction) => {
    const reachable = broadcastsFor(broadcasts, callerOf(response).broadcastId);
    const { picture } = reachable.get(request.params.id);
    await picture.refresh();
    sendFile(response, next, picture.file, PICTURE);
  });
  router.get('/alert/:id.jpg', async (request: ById, response: Response, next: NextFunction) => {
    const { id } = request.params;
    const alert = await alerts.find(id);
    requireBroadcast(callerOf(response), alert?.broadcastId);
    if (!alert) throw new HttpError(404, PICTURE.missing);
    sendFile(response, next, await alertPictures.file(alert), PICTURE);
  });
  return router;
}

import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import { requireBroadcast } from '../access/Caller.js';
import { ApiError } from '../errors.js';
import type { ServerApi } from '../graphql/ServerApi.js';
import { callerOf } from './Gate.js';
import { sendFile } from './sendFile.js';

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
export function snapshots(api: ServerApi): Router {
  const router = express.Router();
  router.get('/:id.jpg', async (request: ById, response: Response, next: NextFunction) => {
    const reachable = api.within(callerOf(response).broadcastId);
    sendFile(response, next, await reachable.picture(request.params.id), PICTURE);
  });
  router.get('/alert/:id.jpg', async (request: ById, response: Response, next: NextFunction) => {
    const { id } = request.params;
    const alert = await api.alerts.find(id);
    requireBroadcast(callerOf(response), alert?.broadcastId);
    if (!alert) {
      throw new ApiError('ALERT_NOT_FOUND', `There is no alert "${id.slice(0, 100)}".`);
    }
    sendFile(response, next, await api.alertPicture(alert), PICTURE);
  });
  return router;
}

import { basename } from 'node:path';
import { RecordingState } from '@crowdlens/schema';
import express from 'express';
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import { requireBroadcast } from '../access/Caller.js';
import type { SignedPaths } from '../access/SignedPaths.js';
import { ApiError } from '../errors.js';
import type { ServerApi } from '../graphql/ServerApi.js';
import type { RecordingFolder } from '../recording/RecordingFolder.js';
import { endWith } from './endWith.js';
import { authorizationOf } from './Gate.js';
import type { Gate } from './Gate.js';
import { sendFile } from './sendFile.js';

/** What {@link recordedFiles} serves, and to whom. */
export interface RecordedFilesOptions {
  readonly api: ServerApi;
  readonly folder: RecordingFolder;
  readonly signedPaths: SignedPaths;
  readonly gate: Gate;
}

/**
 * `GET /recordings/ID.webm` and `ID.jpg`, the picture of its beginning; with ranges (RFC 9110, 14).
 * For those who may watch, and for whoever has the signed address from the API.
 */
export function recordedFiles({ api, folder, signedPaths, gate }: RecordedFilesOptions): Router {
  const router = express.Router();
  const admit: RequestHandler<{ id: string }> = async (request, response, next) => {
    const path = `${request.baseUrl}${request.path}`;
    const signed = signedPaths.check(path, request.query);
    endWith(response, (signed ?? (await callerFor(request))).validity);
    next();
  };
  const callerFor = async (request: Request<{ id: string }>) => {
    const caller = await gate.admit(request, authorizationOf(request));
    const recording = await api.recordings.find(request.params.id);
    requireBroadcast(caller, recording?.broadcastId);
    return caller;
  };
  const send =
    (type: string, pathOf: (id: string) => string) =>
    async (request: Request<{ id: string }>, response: Response, next: NextFunction) => {
      const { id } = request.params;
      const recording = await api.recordings.find(id);
      if (!recording) {
        throw new ApiError('RECORDING_NOT_FOUND', `There is no recording "${id.slice(0, 100)}".`);
      }
      const file = pathOf(id);
      const grows = recording.state === RecordingState.RECORDING;
      if (request.query['download'] !== undefined) response.attachment(basename(file));
      sendFile(response, next, file, {
        type,
        cacheControl: grows ? 'private, no-cache' : 'private, max-age=3600',
        missing: 'The file is not there.',
      });
    };
  router.get(
    '/:id.webm',
    admit,
    send('video/webm', (id) => folder.video(id)),
  );
  router.get(
    '/:id.jpg',
    admit,
    send('image/jpeg', (id) => folder.thumbnail(id)),
  );
  return router;
}

import { basename, dirname } from 'node:path';
import type { NextFunction, Response } from 'express';
import { HttpError } from './httpErrors.js';

/** What goes with a file. */
export interface SendFileOptions {
  readonly type: string;
  readonly cacheControl: string;
  /** What is said when there is no such file. */
  readonly missing: string;
}

/** What `send`, Express' library for it, says when it cannot. */
type SendError = Error & { status?: number; headers?: Record<string, string> };

/**
 * Sends a file, or the ranges of it that are asked for, with ETag and Last-Modified (RFC 9110).
 *
 * @param file - absolute path, made by us
 */
export function sendFile(
  response: Response,
  next: NextFunction,
  file: string,
  { type, cacheControl, missing }: SendFileOptions,
): void {
  const headers = { 'Content-Type': type, 'Cache-Control': cacheControl };
  const options = { root: dirname(file), headers, cacheControl: false };
  response.sendFile(basename(file), options, (error?: SendError) => {
    // Whoever goes away has had enough.
    if (!error || response.headersSent || response.destroyed) return;
    if (error.status === 416) response.set(error.headers).status(416).end();
    else next(error.status === 404 ? new HttpError(404, missing) : error);
  });
}

import { Role } from '@crowdlens/schema';
import type { IceCandidate, Session as SessionAnswer } from '@crowdlens/schema';
import express from 'express';
import type { Request, RequestHandler, Response, Router } from 'express';
import { requireRole } from '../access/Caller.js';
import type { IceServers } from '../access/iceServersFor.js';
import { ApiError } from '../errors.js';
import { KurentoError } from '../media/errors.js';
import { inOperation } from '../tracing/spans.js';
import type { ServerApi } from '../graphql/ServerApi.js';
import { callerOf } from './Gate.js';
import type { Gate } from './Gate.js';
import { HttpError } from './httpErrors.js';
import { oneWay, parseSdpFragment, withCandidates } from './sdpFragment.js';

/** What the doors lead to. */
export interface WebRtcOverHttpOptions {
  readonly api: ServerApi;
  readonly gate: Gate;
  readonly iceServers: () => IceServers;
}

const SDP = 'application/sdp';
const SDP_FRAGMENT = 'application/trickle-ice-sdpfrag';
const MAX_BODY_BYTES = 100_000;
/** How long the media server may look for candidates, all of which must be in the answer. */
const GATHER_MS = 3000;

type ToBroadcast = Request<{ broadcastId: string }>;
type ToSession = Request<{ broadcastId: string; sessionId: string }>;

/**
 * Presenters and viewers that need no page of ours: OBS, cameras, players.
 *
 * - WHIP (RFC 9725): `POST /whip/BROADCAST` publishes
 * - WHEP (draft-ietf-wish-whep-03): `POST /whep/BROADCAST` watches
 *
 * Both take candidates by PATCH and end by DELETE at the address in `Location`. ICE restarts are
 * refused (422), since an endpoint of Kurento's negotiates once: clients connect anew.
 */
export function webRtcOverHttp(options: WebRtcOverHttpOptions): Router {
  const { api, gate } = options;
  const router = express.Router();
  const reachable = (response: Response) => api.within(callerOf(response).broadcastId);
  router.use(['/whip', '/whep'], gate.handler);
  router.use('/whip', needs(Role.PRESENTER));

  const offer = body(SDP);
  router
    .route('/whip/:broadcastId')
    .post(offer, async (request: ToBroadcast, response: Response) => {
      const { broadcastId } = request.params;
      const { validity } = callerOf(response);
      // A camera is not sent its own picture back.
      const sdpOffer = oneWay(String(request.body), 'sendonly');
      const published = await inOperation({ name: 'WHIP publish', broadcastId }, () =>
        reachable(response).publishEncoder({ broadcastId, sdpOffer }, validity),
      );
      await answer(request, response, published, options);
    })
    .get(noContent)
    .all(notAllowed('GET, HEAD, OPTIONS, POST'));
  router
    .route('/whep/:broadcastId')
    .post(offer, async (request: ToBroadcast, response: Response) => {
      const { broadcastId } = request.params;
      const sdpOffer = oneWay(String(request.body), 'recvonly');
      const { validity } = callerOf(response);
      const watching = await inOperation({ name: 'WHEP watch', broadcastId }, () =>
        reachable(response).watch({ broadcastId, sdpOffer }, validity),
      );
      await answer(request, response, watching, options);
    })
    .get(noContent)
    .all(notAllowed('GET, HEAD, OPTIONS, POST'));
  router
    .route(['/whip/:broadcastId/:sessionId', '/whep/:broadcastId/:sessionId'])
    .patch(body(SDP_FRAGMENT), async (request: ToSession, response: Response) => {
      await addCandidates(request, reachable(response));
      response.status(204).end();
    })
    .delete(async (request: ToSession, response: Response) => {
      if (!(await reachable(response).leave(request.params.sessionId))) {
        throw new ApiError('SESSION_NOT_FOUND', 'There is no such session, or no longer.');
      }
      response.status(200).end();
    })
    .get(noContent)
    .all(notAllowed('DELETE, GET, HEAD, OPTIONS, PATCH'));
  return router;
}

/** 201 with the answer and all candidates. */
async function answer(
  request: ToBroadcast,
  response: Response,
  { id, sdpAnswer }: SessionAnswer,
  { api, iceServers }: WebRtcOverHttpOptions,
): Promise<void> {
  const sdp = withCandidates(sdpAnswer, await gathered(api.watchIceCandidates(id)));
  // A token in the address is needed for the session, too.
  const [path, query] = request.originalUrl.split('?');
  response
    .status(201)
    .type(SDP)
    .location(`${path?.replace(/\/$/, '')}/${id}${query === undefined ? '' : `?${query}`}`)
    .set({
      ETag: etag(await api.iceUfrag(id)),
      'Accept-Patch': SDP_FRAGMENT,
      'Cache-Control': 'no-store',
    });
  for (const link of iceServers().flatMap(linksOf)) response.append('Link', link);
  response.send(sdp);
}

async function gathered(candidates: AsyncIterable<IceCandidate>): Promise<string[]> {
  const stream = candidates[Symbol.asyncIterator]();
  const deadline = setTimeout(() => void stream.return?.(), GATHER_MS);
  const found: string[] = [];
  for (let next = await stream.next(); !next.done; next = await stream.next()) {
    found.push(next.value.candidate);
  }
  clearTimeout(deadline);
  return found;
}

/** RFC 9725, 4.6. */
function linksOf({ urls, username, credential }: IceServers[number]): string[] {
  const secret =
    username === undefined || credential === undefined
      ? ''
      : `; username=${JSON.stringify(username)}; credential=${JSON.stringify(credential)}; credential-type="password"`;
  return urls.map((url) => `<${url}>; rel="ice-server"${secret}`);
}

/** Names the ICE session (RFC 9725, 4.3.1). */
function etag(iceUfrag: string | undefined): string {
  return `"${iceUfrag ?? ''}"`;
}

async function addCandidates(request: ToSession, api: ServerApi): Promise<void> {
  const { sessionId } = request.params;
  const present = await api.iceUfrag(sessionId);
  const wanted = request.headers['if-match'];
  if (wanted === undefined) {
    throw new HttpError(428, 'If-Match is missing: send the ETag of the answer to the offer.');
  }
  const fragment = parseSdpFragment(String(request.body));
  if (!fragment) throw new HttpError(400, 'The body is no SDP fragment (RFC 8840).');
  if (wanted === '*' || wanted === '"*"') throw noRestart();
  if (wanted !== etag(present)) {
    throw new HttpError(412, 'If-Match is not the ETag of the answer to the offer.');
  }
  if (fragment.iceUfrag !== undefined && fragment.iceUfrag !== present) throw noRestart();
  for (const candidate of fragment.candidates) {
    await api.addIceCandidate({ sessionId, ...candidate }).catch((error: unknown) => {
      // One that cannot be used is passed over (RFC 9725, 4.3.2).
      if (!(error instanceof KurentoError)) throw error;
    });
  }
}

function noRestart(): HttpError {
  return new HttpError(422, 'ICE cannot be restarted here: end the session and connect anew.');
}

function needs(role: Role): RequestHandler {
  return (_request, response, next) => {
    requireRole(callerOf(response), role);
    next();
  };
}

/** Reads a body of this type. */
function body(type: string): RequestHandler[] {
  const check: RequestHandler = (request, _response, next) => {
    if (!request.is(type)) throw new HttpError(415, `The body must be ${type}.`);
    if (type === SDP && !request.accepts(SDP)) {
      throw new HttpError(406, `The answer is ${SDP}: let Accept allow it.`);
    }
    next();
  };
  return [check, express.text({ type, limit: MAX_BODY_BYTES })];
}

/** These addresses have nothing to show (RFC 9725, 4.1). */
const noContent: RequestHandler = (_request, response) => {
  response.status(204).end();
};

function notAllowed(methods: string): RequestHandler {
  return (request, response) => {
    response.set('Allow', methods);
    throw new HttpError(405, `${request.method} cannot be done here, only ${methods}.`);
  };
}

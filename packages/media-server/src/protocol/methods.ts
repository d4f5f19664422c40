import { requiredText, type Call, type Result } from './call.js';
import { create } from './create.js';
import { KurentoError } from './errors.js';
import { invoke } from './invoke.js';
import type { JsonObject } from './messages.js';
import { runTransaction } from './transaction.js';

/** A method of the protocol. */
export interface Method {
  /** Whether a client without a session must send `params`. */
  readonly needsParams: boolean;
  /**
   * What becomes of a call whose client neither sends nor has a session: one is made for it,
   * or it fails, or it does without.
   */
  readonly withoutSession: 'make' | 'fail' | 'ignore';
  /** Whether the reply tells the session's id and binds the session to the connection. */
  readonly tellsSession: boolean;
  readonly run: (call: Call) => Result;
}

/** Kurento's methods by name. */
export const methods: ReadonlyMap<string, Method> = new Map([
  ['ping', method(() => ({ value: 'pong' }), { needsParams: false, withoutSession: 'ignore' })],
  ['connect', method(connect, { needsParams: false })],
  ['create', method(create)],
  ['describe', method(describe)],
  ['invoke', method(invoke)],
  ['subscribe', method(subscribe)],
  ['unsubscribe', method(unsubscribe)],
  ['release', method(release)],
  ['ref', method(ref)],
  ['unref', method(unref)],
  ['keepAlive', method(keepAlive, { withoutSession: 'fail' })],
  ['closeSession', method(closeSession, { withoutSession: 'fail', tellsSession: false })],
  ['transaction', method(transaction)],
]);

function method(run: Method['run'], difference: Partial<Method> = {}): Method {
  return { needsParams: true, withoutSession: 'make', tellsSession: true, run, ...difference };
}

function connect({ plane, sessionId, sessionIsNew }: Call): Result {
  if (!sessionIsNew) requireSession(plane.sessions.keepAlive(sessionId));
  return { serverId: plane.serverId };
}

function keepAlive({ plane, sessionId }: Call): Result {
  requireSession(plane.sessions.keepAlive(sessionId));
  return {};
}

function requireSession(exists: boolean): void {
  if (!exists) throw new KurentoError('INVALID_SESSION', 'Invalid session');
}

function describe({ plane, sessionId, params }: Call): Result {
  const object = plane.objects.get(requiredText(params, 'object'));
  plane.sessions.reference(sessionId, object);
  const { qualifiedType } = object;
  const description = plane.api.class(qualifiedType);
  return {
    type: description?.name ?? qualifiedType,
    qualifiedType,
    hierarchy: [...(description?.hierarchy ?? [])],
  };
}

function subscribe({ plane, sessionId, params }: Call): Result {
  const type = requiredText(params, 'type');
  const object = plane.objects.get(requiredText(params, 'object'));
  if (plane.api.class(object.qualifiedType)?.events.has(type) !== true) {
    throw new KurentoError('MEDIA_OBJECT_EVENT_NOT_SUPPORTED', `Event '${type}' not supported`);
  }
  plane.sessions.reference(sessionId, object);
  const value = plane.subscriptions.add(sessionId, object, type);
  // Behind the reply: some clients pair an event with its subscription.
  setImmediate(() => object.subscribed(type));
  return { value };
}

function unsubscribe({ plane, sessionId, params }: Call): Result {
  requiredText(params, 'object');
  plane.subscriptions.delete(sessionId, requiredText(params, 'subscription'));
  return {};
}

function release({ plane, params }: Call): Result {
  const id = requiredText(params, 'object');
  // Kurento answers before the release is complete; ObjectDestroyed tells the end of it.
  if (plane.objects.has(id)) void plane.objects.get(id).release();
  return {};
}

function ref({ plane, sessionId, params }: Call): Result {
  plane.sessions.reference(sessionId, plane.objects.get(requiredText(params, 'object')));
  return {};
}

function unref({ plane, sessionId, params }: Call): Result {
  const id = requiredText(params, 'object');
  if (plane.objects.has(id)) plane.sessions.unreference(sessionId, plane.objects.get(id));
  return {};
}

function closeSession({ plane, sessionId, params }: Call): Result {
  plane.sessions.close(sessionId, params['release'] === true);
  return {};
}

async function transaction({ params, nested }: Call): Promise<JsonObject> {
  const operations = params['operations'];
  if (operations === undefined) {
    throw new KurentoError('SERVER_ERROR', "'operations' parameter is required");
  }
  if (!Array.isArray(operations)) {
    throw new KurentoError('SERVER_ERROR', "'operations' parameter should be an array");
  }
  return { value: await runTransaction(operations, nested) };
}

import { KurentoError, type ErrorBody } from './errors.js';

/** Anything that JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A JSON object. */
export type JsonObject = { [key: string]: Json };
/** What may stand in `id`. Kurento echoes it unchanged. */
export type RequestId = string | number | boolean;

/** Client to server. Without `id` it is a notification: executed, never answered. */
export interface Request {
  readonly id: RequestId | undefined;
  readonly method: string;
  readonly params: Json | undefined;
}

/** Server to client: the answer to one {@link Request}, with either `result` or `error`. */
export type Reply = { readonly id: RequestId | null; readonly jsonrpc: '2.0' } & (
  { readonly result: JsonObject } | { readonly error: ErrorBody }
);

/** Server to client, without `id`. */
export interface EventMessage {
  readonly jsonrpc: '2.0';
  readonly method: 'onEvent';
  readonly params: { readonly value: { object: string; type: string; data: JsonObject } };
}

/** Whether a value is a JSON object (neither null nor an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses the text of one message. Throws PARSE_ERROR when it is not JSON. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new KurentoError('PARSE_ERROR', 'Parse error.', { cause });
  }
}

/** Checks the JSON-RPC 2.0 envelope. Throws INVALID_REQUEST; batches are refused as Kurento does. */
export function toRequest(message: Json): Request {
  if (!isJsonObject(message)) throw invalidRequest();
  const { jsonrpc, id = null, method, params = null } = message;
  if (jsonrpc !== '2.0' || typeof method !== 'string' || (typeof id === 'object' && id !== null)) {
    throw invalidRequest();
  }
  return { id: id ?? undefined, method, params: params ?? undefined };
}

function invalidRequest(): KurentoError {
  return new KurentoError('INVALID_REQUEST', 'Invalid JSON-RPC request.');
}

/** The reply to a request that succeeded. */
export function success(id: RequestId | null, result: JsonObject): Reply {
  return { id, jsonrpc: '2.0', result };
}

/** The reply to a request that failed; `id` is null when the request could not be read. */
export function failure(id: RequestId | null, error: ErrorBody): Reply {
  return { id, jsonrpc: '2.0', error };
}

/** An event of an object for one subscriber. */
export function eventMessage(object: string, type: string, data: JsonObject): EventMessage {
  return { jsonrpc: '2.0', method: 'onEvent', params: { value: { object, type, data } } };
}

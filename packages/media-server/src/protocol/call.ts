import { toText } from './api/unmarshal.js';
import type { ControlPlane } from './ControlPlane.js';
import { KurentoError } from './errors.js';
import type { Json, JsonObject, Reply } from './messages.js';

/** One call of a method. */
export interface Call {
  readonly plane: ControlPlane;
  readonly sessionId: string;
  /** Whether the session's id was made for this call, because the client sent and had none. */
  readonly sessionIsNew: boolean;
  readonly params: JsonObject;
  /** Executes an operation of a transaction in the same session. */
  readonly nested: (operation: Json) => Promise<Reply>;
}

/** What a method answers, without `sessionId`. */
export type Result = JsonObject | Promise<JsonObject>;

/** A required text parameter of a method; numbers, booleans and null pass as text. */
export function requiredText(params: JsonObject, name: string): string {
  if (!Object.hasOwn(params, name)) {
    throw new KurentoError('SERVER_ERROR', `'${name}' parameter is required`);
  }
  const text = toText(params[name]);
  if (text === undefined) {
    throw new KurentoError('SERVER_ERROR', `'${name}' parameter should be a string`);
  }
  return text;
}

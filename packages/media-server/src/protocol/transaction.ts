import { KurentoError } from './errors.js';
import { isJsonObject, type Json, type Reply } from './messages.js';

const NEWREF = 'newref:';

/**
 * Runs the operations of a `transaction` one after the other and stops behind the first that
 * fails. Nothing is rolled back. `newref:N` anywhere in an operation stands for the value of
 * operation N. Throws MALFORMED_TRANSACTION for wrong ids and references.
 */
export async function runTransaction(
  operations: readonly Json[],
  execute: (operation: Json) => Promise<Reply>,
): Promise<Json[]> {
  const wrong = operations.findIndex(
    (operation, index) => !isJsonObject(operation) || operation['id'] !== index,
  );
  if (wrong >= 0) {
    throw new KurentoError(
      'MALFORMED_TRANSACTION',
      `Id of request '${wrong}' should be '${wrong}'`,
    );
  }
  const replies: Reply[] = [];
  for (const operation of operations) {
    const reply = await execute(resolve(operation, replies));
    replies.push(reply);
    if ('error' in reply) break;
  }
  return replies as unknown as Json[];
}

function resolve(json: Json | undefined, replies: readonly Reply[]): Json {
  if (typeof json === 'string') {
    return json.startsWith(NEWREF) ? referred(json.slice(NEWREF.length), replies) : json;
  }
  if (Array.isArray(json)) return json.map((item) => resolve(item, replies));
  if (!isJsonObject(json)) return json ?? null;
  return Object.fromEntries(
    Object.entries(json).map(([key, item]) => [key, resolve(item, replies)]),
  );
}

function referred(index: string, replies: readonly Reply[]): Json {
  if (!/^\d+$/.test(index)) {
    throw new KurentoError('MALFORMED_TRANSACTION', `Invalid index of newref '${index}'`);
  }
  const reply = replies[Number(index)];
  const value = reply && 'result' in reply ? reply.result['value'] : undefined;
  if (value === undefined) {
    throw new KurentoError('MALFORMED_TRANSACTION', `Result not found on request ${index}`);
  }
  return value;
}

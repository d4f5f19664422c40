import type { Operation } from './api/ApiDescription.js';
import type { Value } from './api/unmarshal.js';
import { requiredText, type Call } from './call.js';
import { KurentoError } from './errors.js';
import { isJsonObject, type JsonObject } from './messages.js';
import type { RemoteObject } from './objects.js';

/** The method `invoke`: calls a method of an object, or reads or writes one of its properties. */
export async function invoke({ plane, sessionId, params }: Call): Promise<JsonObject> {
  const name = requiredText(params, 'operation');
  const object = plane.objects.get(requiredText(params, 'object'));
  plane.sessions.reference(sessionId, object);
  const given = params['operationParams'];
  const operationParams = isJsonObject(given) ? given : undefined;
  const operation = plane.api.class(object.qualifiedType)?.operations.get(name);
  if (!operation) {
    const count = Object.keys(operationParams ?? {}).length;
    throw new KurentoError(
      'MALFORMED_TRANSACTION',
      `Method '${name}' with ${count} parameters not found`,
    );
  }
  if (!operationParams && operation.params.some(({ optional }) => !optional)) {
    throw new KurentoError('MARSHALL_ERROR', "'operationParams' is required");
  }
  const values = plane.unmarshaller.params(operation.params, operationParams ?? {});
  const result = await perform(object, operation, values);
  return { value: plane.marshaller.value(operation.returns, result) };
}

/**
 * The members of an object that the API declares; nothing else of it can be reached from outside,
 * because `operation` comes from the API description.
 */
function perform(object: RemoteObject, operation: Operation, values: readonly Value[]): unknown {
  const { kind, member, name } = operation;
  if (!(member in object)) {
    throw new KurentoError('NOT_IMPLEMENTED', `This server does not support '${name}'`);
  }
  if (kind === 'get') return Reflect.get(object, member);
  if (kind === 'set') {
    Reflect.set(object, member, values[0]);
    return undefined;
  }
  return Reflect.apply(
    Reflect.get(object, member) as (...args: Value[]) => unknown,
    object,
    values,
  );
}

import type { Field } from './api/signature.js';
import { requiredText, type Call } from './call.js';
import type { ControlPlane } from './ControlPlane.js';
import { KurentoError } from './errors.js';
import { isJsonObject, type JsonObject } from './messages.js';

/** The method `create`: makes an object and gives it to the session. */
export async function create({ plane, sessionId, params }: Call): Promise<JsonObject> {
  const type = requiredText(params, 'type');
  const description = plane.api.class(type);
  const factory = description && plane.factory(description.qualifiedType);
  if (!factory || !description.constructorParams) {
    const instead = plane.api.insteadOf(type);
    const message = `Factory '${type}' not found${instead === undefined ? '' : `: ${instead}`}`;
    throw new KurentoError('MEDIA_OBJECT_NOT_AVAILABLE', message);
  }
  checkRoom(plane, sessionId);
  const fields = description.constructorParams;
  const values = plane.unmarshaller.params(fields, constructorParams(fields, params));
  const object = await factory(
    Object.fromEntries(fields.map(({ name }, index) => [name, values[index]])),
  );
  try {
    // Looked at again because all may have changed while the object was being made.
    if (object.parent) plane.objects.get(object.parent.id);
    if (plane.isClosed) throw new KurentoError('NOT_ENOUGH_RESOURCES', 'The server is closing');
    plane.sessions.reference(sessionId, object);
  } catch (error) {
    await object.release();
    throw error;
  }
  plane.objects.add(object);
  return { value: object.id };
}

function checkRoom({ sessions, objects, limits }: ControlPlane, sessionId: string): void {
  sessions.checkRoom(sessionId);
  if (objects.size < limits.maxObjects) return;
  throw new KurentoError(
    'NOT_ENOUGH_RESOURCES',
    `The server already holds ${limits.maxObjects} objects; release some`,
  );
}

function constructorParams(fields: readonly Field[], params: JsonObject): JsonObject {
  const given = params['constructorParams'];
  if (isJsonObject(given)) return given;
  if (fields.every(({ optional }) => optional)) return {};
  throw new KurentoError(
    'MARSHALL_ERROR',
    given === undefined || given === null
      ? "'constructorParams' is required"
      : "'constructorParams' should be an object",
  );
}

/**
 * The notation in which the API description is written, close to TypeScript:
 * `name: String`, `name?: int = 5`, `connect(sink: MediaElement, mediaType?: MediaType): boolean`.
 * A type is a name, an array `Type[]`, or a map from strings `Type<>`.
 */

/** A type by name, and whether it is one value, an array or a map from strings. */
export interface TypeRef {
  readonly name: string;
  readonly many: 'one' | 'array' | 'map';
}

/** A parameter, a property of a class, or a field of a complex type. */
export interface Field {
  readonly name: string;
  readonly type: TypeRef;
  readonly optional: boolean;
  readonly readonly: boolean;
  /** Stands in for an optional one that is missing. */
  readonly defaultValue?: string | number | boolean;
}

/** An operation with its parameters in declared order. */
export interface Method {
  readonly name: string;
  readonly params: readonly Field[];
  /** Nothing for operations that return void. */
  readonly returns?: TypeRef;
}

const FIELD =
  /^(?<readonly>readonly )?(?<name>\w+)(?<optional>\?)?: (?<type>[^ ]+)(?: = (?<default>.+))?$/;
const METHOD = /^(?<name>\w+)\((?<params>.*)\)(?:: (?<returns>[^ ]+))?$/;

/** Throws a plain Error on a slip of the pen: the description is ours, not a client's. */
export function parseField(text: string): Field {
  const part = FIELD.exec(text)?.groups;
  if (!part?.['name'] || !part['type'])
    throw new Error(`Not a field of the API description: ${text}`);
  return {
    name: part['name'],
    type: parseType(part['type']),
    optional: part['optional'] !== undefined,
    readonly: part['readonly'] !== undefined,
    ...(part['default'] !== undefined && {
      defaultValue: JSON.parse(part['default']) as string | number | boolean,
    }),
  };
}

/** As {@link parseField}, for `name(params): Type`. */
export function parseMethod(text: string): Method {
  const part = METHOD.exec(text)?.groups;
  if (!part?.['name']) throw new Error(`Not a method of the API description: ${text}`);
  return {
    name: part['name'],
    params: parseFields(part['params'] ?? ''),
    ...(part['returns'] !== undefined && { returns: parseType(part['returns']) }),
  };
}

/** Fields separated by a comma and a space. */
export function parseFields(text: string): Field[] {
  return text === '' ? [] : text.split(', ').map(parseField);
}

function parseType(text: string): TypeRef {
  if (text.endsWith('[]')) return { name: text.slice(0, -2), many: 'array' };
  if (text.endsWith('<>')) return { name: text.slice(0, -2), many: 'map' };
  return { name: text, many: 'one' };
}

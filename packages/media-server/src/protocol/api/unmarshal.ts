import { KurentoError } from '../errors.js';
import { isJsonObject, type Json, type JsonObject } from '../messages.js';
import type { ObjectRegistry, RemoteObject } from '../objects.js';
import type { ApiDescription, ComplexType } from './ApiDescription.js';
import type { Field, TypeRef } from './signature.js';

/** A checked parameter: primitives, enumeration values, records, objects, arrays and maps of them. */
export type Value =
  undefined | boolean | number | string | RemoteObject | Value[] | { [key: string]: Value };

/**
 * Turns what a client sent into checked values. As lenient as Kurento: `5` passes for `"5"` and
 * the other way round, unknown members are ignored, records may be tagged with their type or not.
 */
export class Unmarshaller {
  constructor(
    private readonly api: ApiDescription,
    private readonly objects: ObjectRegistry,
  ) {}

  /**
   * Reads declared parameters from a JSON object, in declared order.
   * Missing optional ones get their default, or `undefined`.
   * Throws MARSHALL_ERROR naming the parameter, MEDIA_OBJECT_NOT_FOUND, UNEXPECTED_ERROR for an
   * unknown `__type__`, and INTERNAL_ERROR for an object of the wrong class.
   */
  params(fields: readonly Field[], params: JsonObject): Value[] {
    return fields.map((field) => this.#field(field, params, 'parameter'));
  }

  #field(field: Field, from: JsonObject, what: 'parameter' | 'property'): Value {
    const json = Object.hasOwn(from, field.name) ? from[field.name] : undefined;
    if (field.optional && (json === undefined || json === null)) return field.defaultValue;
    const complaint = `'${field.name}' ${what} should be a`;
    return this.#value(field.type, json, complaint);
  }

  #value(type: TypeRef, json: Json | undefined, complaint: string): Value {
    if (type.many === 'one') return this.#one(type.name, json, complaint);
    if (type.many === 'array') {
      if (!Array.isArray(json)) throw mismatch(`${complaint} list`);
      return json.map((item) => this.#one(type.name, item, complaint));
    }
    if (!isJsonObject(json)) throw mismatch(`${complaint} object`);
    return Object.fromEntries(
      Object.entries(json).map(([key, item]) => [key, this.#one(type.name, item, complaint)]),
    );
  }

  #one(name: string, json: Json | undefined, complaint: string): Value {
    switch (name) {
      case 'String':
        return toText(json) ?? fail(`${complaint} string`);
      case 'boolean':
        return toBoolean(json) ?? fail(`${complaint} boolean`);
      case 'int':
      case 'int64':
        return toInteger(json) ?? fail(`${complaint} integer`);
      case 'float':
      case 'double':
        return toNumber(json) ?? fail(`${complaint} double`);
    }
    const complex = this.api.type(name);
    if (complex?.kind === 'record') return this.#record(name, complex, json, complaint);
    const text = toText(json) ?? fail(`${complaint} string`);
    if (!complex) return this.#object(name, text);
    return complex.values.includes(text) ? text : fail(`Invalid value for '${name}'`);
  }

  #record(
    name: string,
    declared: Extract<ComplexType, { kind: 'record' }>,
    json: Json | undefined,
    complaint: string,
  ): Value {
    if (!isJsonObject(json)) throw mismatch(`${complaint} object`);
    const { __type__: tag = name, __module__: namespace = declared.namespace } = json;
    const tagged = typeof tag === 'string' ? this.api.type(tag) : undefined;
    if (tagged?.kind !== 'record' || tagged.namespace !== namespace) {
      throw new KurentoError(
        'UNEXPECTED_ERROR',
        `Type ${toText(tag) ?? '?'} does not exist in module ${toText(namespace) ?? '?'}`,
      );
    }
    return Object.fromEntries(
      declared.fields.map((field) => [field.name, this.#field(field, json, 'property')]),
    );
  }

  #object(className: string, id: string): RemoteObject {
    const object = this.objects.get(id);
    if (this.api.isA(object.qualifiedType, className)) return object;
    throw new KurentoError(
      'INTERNAL_ERROR',
      `Unexpected error while processing method: a ${className} is wanted, '${id}' is a ${object.qualifiedType}`,
    );
  }
}

/** Numbers, booleans and null pass for text, as in Kurento; nothing for arrays and objects. */
export function toText(json: Json | undefined): string | undefined {
  if (json === undefined || typeof json === 'object') return json === null ? '' : undefined;
  return String(json);
}

function toBoolean(json: Json | undefined): boolean | undefined {
  if (json === 'true' || json === 'false') return json === 'true';
  if (json === undefined || typeof json === 'string' || typeof json === 'object') {
    return json === null ? false : undefined;
  }
  return Boolean(json);
}

function toInteger(json: Json | undefined): number | undefined {
  const number = toNumber(json);
  return number === undefined ? undefined : Math.trunc(number);
}

function toNumber(json: Json | undefined): number | undefined {
  if (json === undefined || (typeof json === 'object' && json !== null)) return undefined;
  if (typeof json === 'string' && json.trim() === '') return undefined;
  const number = Number(json);
  return Number.isFinite(number) ? number : undefined;
}

function mismatch(message: string): KurentoError {
  return new KurentoError('MARSHALL_ERROR', message);
}

function fail(message: string): never {
  throw mismatch(message);
}

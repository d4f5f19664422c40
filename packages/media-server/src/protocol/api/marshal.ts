import type { Json, JsonObject } from '../messages.js';
import type { ApiDescription } from './ApiDescription.js';
import type { Field, TypeRef } from './signature.js';

/**
 * Turns what an object returns or raises into JSON, led by the declared type: objects become their
 * ids, records are tagged with `__module__` and `__type__`. A record that carries a `__type__`
 * itself is sent as that subtype (Stats come in many).
 */
export class Marshaller {
  constructor(private readonly api: ApiDescription) {}

  /** Void and missing values become null; so does an empty map, as in Kurento. */
  value(type: TypeRef | undefined, value: unknown): Json {
    if (type === undefined || value === undefined || value === null) return null;
    if (type.many === 'array') {
      return Array.from(value as Iterable<unknown>, (item) => this.#one(type.name, item));
    }
    if (type.many === 'map') {
      const entries = Object.entries(value);
      if (entries.length === 0) return null;
      return Object.fromEntries(entries.map(([key, item]) => [key, this.#one(type.name, item)]));
    }
    return this.#one(type.name, value);
  }

  /**
   * The declared fields of an event or record. Missing optional ones are left out, others are
   * empty: clients with typed fields cannot take null for a number.
   */
  fields(fields: readonly Field[], from: Readonly<Record<string, unknown>>): JsonObject {
    return Object.fromEntries(
      fields
        .filter(({ name, optional }) => !optional || (from[name] ?? null) !== null)
        .map(({ name, type }) => [name, this.value(type, from[name] ?? emptyValue(type))]),
    );
  }

  #one(name: string, value: unknown): Json {
    if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
    const tag = '__type__' in value ? String(value.__type__) : name;
    const complex = this.api.type(tag);
    if (complex?.kind !== 'record') return (value as { id: string }).id;
    return {
      __module__: complex.namespace,
      __type__: tag,
      ...this.fields(complex.fields, value as Readonly<Record<string, unknown>>),
    };
  }
}

const emptyPrimitives = new Map<string, unknown>([
  ['String', ''],
  ['boolean', false],
  ['int', 0],
  ['int64', 0],
  ['float', 0],
  ['double', 0],
]);

function emptyValue({ name, many }: TypeRef): unknown {
  return many === 'array' ? [] : many === 'one' ? emptyPrimitives.get(name) : undefined;
}

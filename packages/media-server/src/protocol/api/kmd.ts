import type { ModuleSource } from './module.js';
import { parseField, parseFields, parseMethod, type Field, type TypeRef } from './signature.js';

/** A module in the form of Kurento's interface files (`*.kmd.json`), for `getKmd`. */
export function toKmd(module: ModuleSource, version: string): string {
  return JSON.stringify({
    name: module.name,
    version,
    remoteClasses: Object.entries(module.classes).map(([name, source]) => ({
      name,
      abstract: source.constructorParams === undefined,
      extends: source.extends,
      constructor: source.constructorParams !== undefined && {
        params: parseFields(source.constructorParams).map(toParam),
      },
      properties: source.properties?.map(parseField).map(toParam),
      methods: source.methods?.map(parseMethod).map(({ name: method, params, returns }) => ({
        name: method,
        params: params.map(toParam),
        return: returns && { type: typeName(returns) },
      })),
      events: source.events,
    })),
    complexTypes: [
      ...Object.entries(module.enums).map(([name, values]) => ({
        name,
        typeFormat: 'ENUM',
        values: values.split(' | '),
      })),
      ...Object.entries(module.types).map(([name, source]) => ({
        name,
        typeFormat: 'REGISTER',
        extends: source.extends,
        properties: parseFields(source.fields).map(toParam),
      })),
    ],
    events: Object.entries(module.events).map(([name, source]) => ({
      name,
      extends: source.extends,
      properties: parseFields(source.fields).map(toParam),
    })),
  });
}

function toParam({ name, type, optional, readonly, defaultValue }: Field): object {
  return {
    name,
    type: typeName(type),
    ...(optional && { optional }),
    ...(readonly && { readOnly: true }),
    ...(defaultValue !== undefined && { defaultValue }),
  };
}

function typeName({ name, many }: TypeRef): string {
  return name + { one: '', array: '[]', map: '<>' }[many];
}

import { describe, expect, test } from 'vitest';
import { KurentoError } from '../errors.js';
import type { JsonObject } from '../messages.js';
import { ObjectRegistry, type RemoteObject } from '../objects.js';
import { ApiDescription } from './ApiDescription.js';
import { Marshaller } from './marshal.js';
import { parseFields, type TypeRef } from './signature.js';
import { Unmarshaller } from './unmarshal.js';

const api = new ApiDescription([
  {
    name: 'zoo',
    namespace: 'zoo',
    classes: { Animal: {}, Dog: { extends: 'Animal', constructorParams: '' }, Stone: {} },
    events: {},
    enums: { Colour: 'RED | BLUE' },
    types: {
      Spot: { fields: 'x: float, colour?: Colour = "RED"' },
      Pattern: { extends: 'Spot', fields: 'spots: Spot[]' },
    },
  },
]);

function dog(id: string): RemoteObject {
  return {
    id,
    qualifiedType: 'zoo.Dog',
    parent: undefined,
    subscribed: () => {},
    release: () => Promise.resolve(),
  };
}

describe('what comes in', () => {
  const objects = new ObjectRegistry();
  const rex = dog('rex');
  objects.add(rex);
  objects.add({ ...dog('rock'), qualifiedType: 'zoo.Stone' });
  const unmarshaller = new Unmarshaller(api, objects);

  function read(field: string, value: unknown): unknown {
    return unmarshaller.params(parseFields(field), { v: value } as JsonObject)[0];
  }

  test.each([
    ['v: String', 5, '5'],
    ['v: String', true, 'true'],
    ['v: String', null, ''],
    ['v: int', '5', 5],
    ['v: int', -1.9, -1],
    ['v: int', true, 1],
    ['v: float', '0.5', 0.5],
    ['v: boolean', 'false', false],
    ['v: boolean', 2, true],
    ['v: Colour', 'BLUE', 'BLUE'],
    ['v?: Colour', undefined, undefined],
    ['v?: Colour', null, undefined],
    ['v?: int = 7', undefined, 7],
    ['v: int[]', ['1', 2], [1, 2]],
    ['v: int<>', { a: '1' }, { a: 1 }],
    ['v: Spot', { x: 1, unknown: 2 }, { x: 1, colour: 'RED' }],
    ['v: Spot', { __type__: 'Spot', x: 1 }, { x: 1, colour: 'RED' }],
    ['v: Animal', 'rex', rex],
  ])('%s takes %j', (field, given, expected) => {
    expect(read(field, given)).toEqual(expected);
  });

  test.each([
    ['v: String', {}, "'v' parameter should be a string"],
    ['v: String', undefined, "'v' parameter should be a string"],
    ['v: int', 'x', "'v' parameter should be a integer"],
    ['v: int', '', "'v' parameter should be a integer"],
    ['v: int', '1e999', "'v' parameter should be a integer"],
    ['v: float', [], "'v' parameter should be a double"],
    ['v: boolean', 'yes', "'v' parameter should be a boolean"],
    ['v: int[]', 5, "'v' parameter should be a list"],
    ['v: Spot', [], "'v' parameter should be a object"],
    ['v: Spot', {}, "'x' property should be a double"],
    ['v: Spot', Object.create({ x: 1 }), "'x' property should be a double"],
    ['v: Colour', 'GREEN', "Invalid value for 'Colour'"],
    ['v: Spot', { __type__: 'Blot', x: 1 }, 'Type Blot does not exist in module zoo'],
    [
      'v: Spot',
      { __type__: 'Spot', __module__: 'moon' },
      'Type Spot does not exist in module moon',
    ],
    ['v: Animal', 'max', "Object 'max' not found"],
    ['v: Animal', 'rock', "a Animal is wanted, 'rock' is a zoo.Stone"],
  ])('%s refuses %j', (field, given, message) => {
    expect(() => read(field, given)).toThrow(KurentoError);
    expect(() => read(field, given)).toThrow(message);
  });
});

describe('what goes out', () => {
  const marshaller = new Marshaller(api);
  const one = (name: string): TypeRef => ({ name, many: 'one' });

  test('nothing is null, and so is an empty map', () => {
    expect(marshaller.value(undefined, 5)).toBeNull();
    expect(marshaller.value(one('int'), undefined)).toBeNull();
    expect(marshaller.value({ name: 'Spot', many: 'map' }, {})).toBeNull();
  });

  test('objects become their ids, also those of a set', () => {
    expect(marshaller.value(one('Animal'), dog('rex'))).toBe('rex');
    expect(marshaller.value({ name: 'Animal', many: 'array' }, new Set([dog('rex')]))).toEqual([
      'rex',
    ]);
  });

  test('records are tagged, with their declared fields and no others', () => {
    expect(marshaller.value(one('Pattern'), { x: 1, spots: [{ x: 2, y: 3 }], secret: 4 })).toEqual({
      __module__: 'zoo',
      __type__: 'Pattern',
      x: 1,
      spots: [{ __module__: 'zoo', __type__: 'Spot', x: 2 }],
    });
  });

  test('what a record lacks is empty, unless it is optional', () => {
    expect(marshaller.value(one('Pattern'), {})).toEqual({
      __module__: 'zoo',
      __type__: 'Pattern',
      x: 0,
      spots: [],
    });
  });

  test('a record may say which subtype it is', () => {
    const value = { __type__: 'Pattern', x: 1, spots: [] };
    expect(marshaller.value(one('Spot'), value)).toMatchObject({ __type__: 'Pattern', spots: [] });
  });
});

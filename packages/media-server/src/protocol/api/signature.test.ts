import { expect, test } from 'vitest';
import { parseField, parseMethod } from './signature.js';

test('a field has a name, a type and perhaps a default', () => {
  expect(parseField('readonly children: MediaObject[]')).toEqual({
    name: 'children',
    type: { name: 'MediaObject', many: 'array' },
    optional: false,
    readonly: true,
  });
  expect(parseField('label?: String = ""')).toMatchObject({ optional: true, defaultValue: '' });
  expect(parseField('framerate?: int = -1')).toMatchObject({ defaultValue: -1 });
});

test('a method has parameters in order and perhaps a result', () => {
  expect(parseMethod('getStats(mediaType?: MediaType, x: int): Stats<>')).toEqual({
    name: 'getStats',
    params: [parseField('mediaType?: MediaType'), parseField('x: int')],
    returns: { name: 'Stats', many: 'map' },
  });
  expect(parseMethod('play()')).toEqual({ name: 'play', params: [] });
});

test.each(['', 'name', 'name String', 'x: int = '])('%j is no field', (text) => {
  expect(() => parseField(text)).toThrow('Not a field');
});

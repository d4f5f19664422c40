import { describe, expect, it, test } from 'vitest';
import { embedOptionsOf, embedPath, isEmbedded, type EmbedOptions } from './embedding.js';

test.each([
  ['/embed', true],
  ['/embed/main', true],
  ['/embedded', false],
  ['/watch/embed', false],
])('%s is embedded: %s', (pathname, embedded) => {
  expect(isEmbedded({ pathname })).toBe(embedded);
});

describe('the address of an embedded viewer', () => {
  const defaults: EmbedOptions = {
    broadcastId: 'main',
    overlay: ['regions', 'labels', 'values'],
    controls: true,
  };

  test.each<[string, Partial<EmbedOptions>]>([
    ['/embed/main', {}],
    ['/embed/gate-2', { broadcastId: 'gate-2' }],
    ['/embed/main?overlay=none', { overlay: [] }],
    ['/embed/main?overlay=regions,heat&controls=0', { overlay: ['regions', 'heat'], controls: false }], // prettier-ignore
  ])('%s', (path, differing) => {
    const options = { ...defaults, ...differing };
    expect(embedOptionsOf(new URL(path, 'http://x'))).toEqual(options);
    expect(embedPath(options)).toBe(path);
  });

  it('does not mind what it does not know', () => {
    const address = new URL('/embed?overlay=labels,fireworks&volume=11', 'http://x');
    expect(embedOptionsOf(address)).toEqual({ ...defaults, overlay: ['labels'] });
  });
});

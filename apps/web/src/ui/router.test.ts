import { describe, expect, it } from 'vitest';
import { presentPath, routeOf, watchPath } from './router.js';

const route = (path: string) => routeOf(new URL(path, 'http://localhost'));

describe('routeOf', () => {
  it.each([
    ['/', { page: 'home' }],
    ['/present', { page: 'present', broadcastId: 'main' }],
    ['/present?broadcast=hall%202', { page: 'present', broadcastId: 'hall 2' }],
    ['/present?broadcast=', { page: 'present', broadcastId: 'main' }],
    ['/watch', { page: 'watch', broadcastId: 'main' }],
    ['/watch/', { page: 'watch', broadcastId: 'main' }],
    ['/watch/hall%2F2?ice_servers=[]', { page: 'watch', broadcastId: 'hall/2' }],
    ['/watch/%E0%A4%A', { page: 'watch', broadcastId: '%E0%A4%A' }],
    ['/events?days=7', { page: 'events' }],
    ['/events/a', { page: 'notFound' }],
    ['/watch/a/b', { page: 'notFound' }],
    ['/present/a', { page: 'notFound' }],
    ['/elsewhere', { page: 'notFound' }],
  ])('%s', (path, expected) => {
    expect(route(path)).toEqual(expected);
  });

  it.each(['main', 'hall/2', 'a b?c'])('finds back to the broadcast %s', (broadcastId) => {
    expect(route(watchPath(broadcastId))).toEqual({ page: 'watch', broadcastId });
    expect(route(presentPath(broadcastId))).toEqual({ page: 'present', broadcastId });
  });
});

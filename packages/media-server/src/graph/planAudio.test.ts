import { expect, test } from 'vitest';
import type { AudioCodecName } from '../frames.js';
import type { RtpSink } from '../rtp/send/RtpSink.js';
import type { GraphElement, IncomingAudio, Part } from './parts.js';
import { planAudio } from './planAudio.js';

/** A peer that sends and wants to hear in these codecs. */
function peer(sends?: AudioCodecName, hears?: AudioCodecName): Part {
  return {
    kind: 'peer',
    video: undefined,
    audio: sends && ({ codec: sends } as IncomingAudio),
    videoSink: undefined,
    audioSink: hears && ({ codec: hears } as RtpSink),
    sendLimits: { min: undefined, max: undefined },
  };
}

function recorder(hearsAudio: boolean): Part {
  return { kind: 'recorder', codecs: [], hearsAudio, write: () => {} };
}

function plan(...elements: [id: string, part: Part | undefined, audioUpstream?: string][]) {
  return planAudio(
    new Map(
      elements.map(([id, part, audioUpstream]) => [
        id,
        { id, part, audioUpstream } as GraphElement,
      ]),
    ),
  );
}

test('what a peer sends passes as it is, over everything that works on pictures', () => {
  const { streams, transcoders } = plan(
    ['presenter', peer('OPUS')],
    ['filter', undefined, 'presenter'],
    ['viewer', peer(undefined, 'OPUS'), 'filter'],
    ['recorder', recorder(true), 'filter'],
    ['silent', recorder(false), 'filter'],
  );
  expect(transcoders.size).toBe(0);
  expect([...streams.keys()]).toEqual(['filter#OPUS']);
  expect(streams.get('filter#OPUS')).toMatchObject({ input: 'presenter', codec: 'OPUS' });
  expect(streams.get('filter#OPUS')?.sinks).toHaveLength(1);
  expect(streams.get('filter#OPUS')?.recorders).toHaveLength(1);
});

test('all who want the same in another codec share one transcoder', () => {
  const { streams, transcoders } = plan(
    ['telephone', peer('PCMU')],
    ['hub', undefined, 'telephone'],
    ['a', peer(undefined, 'OPUS'), 'telephone'],
    ['b', peer(undefined, 'OPUS'), 'hub'],
    ['c', peer(undefined, 'PCMU'), 'hub'],
    ['recorder', recorder(true), 'hub'],
  );
  expect([...transcoders]).toEqual([
    [
      'telephone#OPUS',
      { kind: 'transcoder', from: 'PCMU', to: 'OPUS', source: 'telephone', upstream: undefined },
    ],
  ]);
  expect(Array.from(streams, ([key, { input }]) => [key, input])).toEqual([
    ['telephone#OPUS', 'telephone#OPUS'],
    ['hub#OPUS', 'telephone#OPUS'],
    ['hub#PCMU', 'telephone'],
  ]);
});

test('a player gives Opus; who gives nothing, or is not there, feeds nobody', () => {
  const { streams, transcoders } = plan(
    ['player', { kind: 'player', isOpen: true }],
    ['telephone', peer(undefined, 'PCMA'), 'player'],
    ['listener', peer(undefined, 'PCMA'), 'telephone'],
    ['other', peer(undefined, 'OPUS'), 'gone'],
  );
  expect([...transcoders.keys()]).toEqual(['player#PCMA']);
  expect(streams.get('telephone#PCMA')?.input).toBeUndefined();
  expect(streams.get('gone#OPUS')?.input).toBeUndefined();
});

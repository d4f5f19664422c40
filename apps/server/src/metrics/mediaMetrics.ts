import type { Registry } from 'prom-client';
import type { MediaSample } from '../media/MediaConnection.js';
import type { MediaServers } from '../media/MediaServers.js';
import { within } from '../within.js';
import { addFamily } from './Family.js';
import type { Family } from './Family.js';

const TIMEOUT_MS = 2000;
const PREFIX = 'crowdlens_media_';

/** What our media servers tell of themselves; an original Kurento tells nothing. */
const FAMILIES: readonly Required<Family>[] = [
  { name: 'pipelines', help: 'Pipelines that exist.', labelNames: [] },
  { name: 'objects', help: "Objects of Kurento's protocol that exist.", labelNames: [] },
  { name: 'sessions', help: 'Sessions of clients.', labelNames: [] },
  { name: 'peers', help: 'Connections by WebRTC or RTP.', labelNames: [] },
  { name: 'pixel_workers', help: 'Worker threads with pictures.', labelNames: [] },
  {
    name: 'pixel_messages_waiting',
    help: 'Frames on their way to worker threads (in), frames and reports on their way back (out).',
    labelNames: ['direction'],
  },
  {
    name: 'stage_frames_in_total',
    help: 'Pictures or frames that came into stages of a kind.',
    labelNames: ['stage'],
  },
  {
    name: 'stage_frames_out_total',
    help: 'Pictures or frames that came out of stages of a kind.',
    labelNames: ['stage'],
  },
  {
    name: 'stage_frames_dropped_total',
    help: 'Pictures that stages of a kind left out, by cause.',
    labelNames: ['stage', 'cause'],
  },
  {
    name: 'stage_busy_seconds_total',
    help: 'Time that stages of a kind worked.',
    labelNames: ['stage'],
  },
  { name: 'rtp_packets_total', help: 'RTP packets.', labelNames: ['direction', 'kind'] },
  { name: 'rtp_bytes_total', help: 'Bytes of RTP packets.', labelNames: ['direction', 'kind'] },
  {
    name: 'rtp_packets_lost_total',
    help: 'RTP packets that did not arrive; outbound as the peers report it.',
    labelNames: ['direction', 'kind'],
  },
  {
    name: 'rtcp_nacks_total',
    help: 'Requests for lost packets, by the direction of the stream that they are about.',
    labelNames: ['direction', 'kind'],
  },
  {
    name: 'rtcp_plis_total',
    help: 'Requests for key frames (PLI), by the direction of the stream.',
    labelNames: ['direction', 'kind'],
  },
  {
    name: 'rtcp_firs_total',
    help: 'Requests for key frames (FIR), by the direction of the stream.',
    labelNames: ['direction', 'kind'],
  },
];

interface Answer {
  readonly up: boolean;
  readonly samples: readonly MediaSample[];
}

/**
 * Adds what the media servers tell, each with its number as `media_server`.
 *
 * @returns asks them; called before the numbers are read
 */
export function addMediaMetrics(registry: Registry, media: MediaServers): () => Promise<void> {
  let answers: readonly Answer[] = [];
  for (const { name, help, labelNames } of FAMILIES) {
    const family = { name: PREFIX + name, help, labelNames: [...labelNames, 'media_server'] };
    // A media server of another version may know labels that we do not.
    const known = (labels: MediaSample['labels']) =>
      Object.fromEntries(labelNames.map((label) => [label, labels[label] ?? '']));
    addFamily(registry, family, () =>
      answers.flatMap(({ samples }, index) =>
        samples
          .filter((sample) => sample.name === name)
          .map(({ labels, value }) => ({
            labels: { ...known(labels), media_server: String(index) },
            value,
          })),
      ),
    );
  }
  const up = {
    name: `${PREFIX}server_up`,
    help: '1 for a media server that answers.',
    labelNames: ['media_server'],
  };
  addFamily(registry, up, () =>
    answers.map((answer, index) => ({
      labels: { media_server: String(index) },
      value: Number(answer.up),
    })),
  );
  return async () => {
    answers = await Promise.all(
      media.all.map((server) => {
        const asked = server.samples().then(
          (samples) => ({ up: true, samples }),
          () => SILENT,
        );
        return within(TIMEOUT_MS, asked, SILENT);
      }),
    );
  };
}

const SILENT: Answer = { up: false, samples: [] };

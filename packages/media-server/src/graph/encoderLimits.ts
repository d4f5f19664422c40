import type { MediaElement } from '../elements/MediaElement.js';
import type { EncoderTarget, NodeId } from '../pixels/types.js';
import { peerOf, type PipelinePlan } from './pipelinePlan.js';

/** What an encoder may use when nobody says otherwise, bits per second. */
const DEFAULT_MAX = 2_000_000;

/** What one viewer wants to be sent at least and at most, bits per second; undefined where it says nothing. */
export interface SendLimits {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

type EncoderSettings = Pick<
  MediaElement,
  'encoderBitrate' | 'minEncoderBitrate' | 'maxEncoderBitrate' | 'videoFormat'
>;

/** Whether a client has said how the pictures that this element gives are to be encoded. */
export function hasEncoderSettings(element: EncoderSettings): boolean {
  const { encoderBitrate, minEncoderBitrate, maxEncoderBitrate, videoFormat } = element;
  return encoderBitrate > 0 || minEncoderBitrate > 0 || maxEncoderBitrate > 0 || !!videoFormat;
}

/**
 * What clients say about an encoder: the settings of the element that it belongs to come first. All
 * viewers are sent the same, so of their limits the widest counts: one viewer's must not spoil the
 * picture of the others.
 */
export function encoderLimits(
  settings: EncoderSettings | undefined,
  viewers: readonly (SendLimits | undefined)[],
): EncoderTarget {
  const { encoderBitrate = 0, minEncoderBitrate = 0, maxEncoderBitrate = 0 } = settings ?? {};
  const maxima = viewers.map((viewer) => viewer?.max ?? Number.POSITIVE_INFINITY);
  const widest = viewers.length > 0 ? Math.max(...maxima) : Number.POSITIVE_INFINITY;
  const maxBitrate =
    encoderBitrate || maxEncoderBitrate || (Number.isFinite(widest) ? widest : DEFAULT_MAX);
  const smallest = Math.max(0, ...viewers.map((viewer) => viewer?.min ?? 0));
  const minBitrate = encoderBitrate || minEncoderBitrate || smallest || undefined;
  const maxFrameRate = frameRate(settings?.videoFormat);
  return { maxBitrate, minBitrate, maxFrameRate };
}

/** What clients say about an encoder: its element, or the nearest before it that only hands on, and its viewers. */
export function encoderTarget(encoder: NodeId, plan: PipelinePlan): EncoderTarget {
  const { source, viewers = [] } = plan.video.fanOuts.get(encoder) ?? {};
  const get = (id: NodeId | undefined) => (id === undefined ? undefined : plan.elements.get(id));
  let settings = get(source);
  while (settings && !settings.part && !hasEncoderSettings(settings.element)) {
    settings = get(settings.videoUpstream);
  }
  return encoderLimits(
    settings?.element,
    viewers.map((viewer) => peerOf(plan, viewer)?.sendLimits),
  );
}

/** Undefined for a fraction that is none. */
function frameRate(format: EncoderSettings['videoFormat']): number | undefined {
  const { numerator = 0, denominator = 0 } = format?.framerate ?? {};
  return numerator > 0 && denominator > 0 ? numerator / denominator : undefined;
}

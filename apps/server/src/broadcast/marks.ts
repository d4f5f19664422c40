import type { Joint } from '../media/Joint.js';
import type { MediaElement } from '../media/MediaElement.js';
import type { Tags } from '../media/RemoteObject.js';

/** What another server must know of a session to go on with it. */
export interface SessionFacts {
  readonly id: string;
  readonly iceUfrag: string | undefined;
  /** See `ValidityFacts`; milliseconds since 1970. */
  readonly expiresAt?: number | undefined;
  readonly linkId?: string | undefined;
}

/** Ids of the two ends of a joint. */
export interface JointEnds {
  readonly entry: string;
  readonly exit: string;
}

/** Whose a session is. */
export type SessionRole =
  | { readonly role: 'viewer' }
  /** With the joint to the detector, when that is at another media server. */
  | { readonly role: 'presenter'; readonly joint?: JointEnds | undefined };

/** What an element is to its broadcast. */
export type Mark =
  /** The hub that the detector's pictures go to. `session` is Kurento's, of the server that has made it. */
  | { readonly role: 'origin'; readonly session: string }
  /** The hub of another media server, and the joint that brings it the stream. */
  | { readonly role: 'edge'; readonly session: string; readonly joint: JointEnds }
  | { readonly role: 'joint' }
  | { readonly role: 'detector'; readonly revision: number }
  | { readonly role: 'player' }
  | (SessionRole & { readonly session: SessionFacts });

const TAG = 'crowdlens';

/** Keeps with an element, in its media server, what it is: for the server that goes on when this one is gone. */
export function mark(element: MediaElement, as: Mark): Promise<void> {
  return element.addTag(TAG, JSON.stringify(as));
}

/** As {@link mark}, for both ends. */
export async function markJoint({ entry, exit }: Joint): Promise<JointEnds> {
  await mark(entry, { role: 'joint' });
  await mark(exit, { role: 'joint' });
  return { entry: entry.id, exit: exit.id };
}

/** What {@link mark} has kept; undefined for nothing. */
export function markOf(tags: Tags): Mark | undefined {
  const text = tags[TAG];
  return text === undefined ? undefined : (JSON.parse(text) as Mark);
}

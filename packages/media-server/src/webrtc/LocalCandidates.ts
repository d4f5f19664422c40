import { announcedCandidate, type IceCandidate } from './iceCandidate.js';

const MAX_KEPT = 64;

/** What is told of the candidates. */
export interface CandidateListeners {
  readonly candidate: (candidate: IceCandidate) => void;
  /** There are no more. */
  readonly gatheringDone: () => void;
}

/** Our candidates: kept till the other side wants to hear of them, then told as they are found. */
export class LocalCandidates {
  /** The section that has the transport. */
  bundle = { mid: '0', index: 0 };
  readonly #announcedIp: () => string | undefined;
  readonly #listeners: CandidateListeners;
  readonly #kept: string[] = [];
  #isTold = false;
  #isDone = false;

  /** @param announcedIp Stands in host candidates instead of the address that we are bound to; may change till they are found. */
  constructor(announcedIp: () => string | undefined, listeners: CandidateListeners) {
    this.#announcedIp = announcedIp;
    this.#listeners = listeners;
  }

  /** At most 64 are kept. */
  found(candidate: string): void {
    const announced = announcedCandidate(candidate, this.#announcedIp());
    if (this.#isTold) this.#tell(announced);
    else if (this.#kept.length < MAX_KEPT) this.#kept.push(announced);
  }

  done(): void {
    this.#isDone = true;
    if (this.#isTold) this.#listeners.gatheringDone();
  }

  /** From now on they are told, those found before first. */
  tell(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    for (const candidate of this.#kept.splice(0)) this.#tell(candidate);
    if (this.#isDone) this.#listeners.gatheringDone();
  }

  #tell(candidate: string): void {
    const { mid, index } = this.bundle;
    this.#listeners.candidate({ candidate, sdpMid: mid, sdpMLineIndex: index });
  }
}

import { RemoteObject } from './RemoteObject.js';

/** Kurento's MediaType. */
export type MediaType = 'AUDIO' | 'VIDEO' | 'DATA';

/** Data of MediaFlowInStateChanged and MediaFlowOutStateChanged. */
export interface MediaFlowState {
  readonly state: 'FLOWING' | 'NOT_FLOWING';
  readonly mediaType: MediaType;
}

/** An element of a pipeline; as it is, a PassThrough. */
export class MediaElement extends RemoteObject {
  /** Gives this element's media to another one, in place of what that one got before. */
  connect(sink: MediaElement, mediaType?: MediaType): Promise<void> {
    return this.invoke('connect', mediaType ? { sink: sink.id, mediaType } : { sink: sink.id });
  }

  /** Whether video comes into the element, or leaves it, at this moment. */
  isVideoFlowing(side: 'In' | 'Out'): Promise<boolean> {
    return this.invoke(`isMediaFlowing${side}`, { mediaType: 'VIDEO' });
  }

  /** Says when video begins or ceases to come into the element, or to leave it. */
  async onVideoFlow(side: 'In' | 'Out', listener: (flowing: boolean) => void): Promise<void> {
    await this.on(`MediaFlow${side}StateChanged`, ({ state, mediaType }: MediaFlowState) => {
      if (mediaType === 'VIDEO') listener(state === 'FLOWING');
    });
  }
}

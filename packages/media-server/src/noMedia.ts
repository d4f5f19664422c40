import type { MediaEngine } from './elements/media.js';
import { KurentoError } from './protocol/errors.js';

/** A server that can be controlled but moves no media: whatever needs media is refused. */
export const noMedia: MediaEngine = {
  openPipeline: () => ({
    createPeer: () => ({
      processOffer: refuse,
      generateOffer: refuse,
      processAnswer: refuse,
      gatherCandidates() {},
      addIceCandidate() {},
      requestKeyFrame() {},
      getStats: () => Promise.resolve({}),
      close() {},
    }),
    createPlayer: () => ({
      info: { isSeekable: false, seekableInit: 0, seekableEnd: 0, duration: 0 },
      position: 0,
      play: refuse,
      pause() {},
      stop() {},
      seek() {},
      close() {},
    }),
    createCrowdDetector: () => ({ setProcessingWidth() {}, close() {} }),
    topologyChanged() {},
    close() {},
  }),
};

function refuse(): Promise<never> {
  return Promise.reject(new KurentoError('NOT_IMPLEMENTED', 'This server runs without media'));
}

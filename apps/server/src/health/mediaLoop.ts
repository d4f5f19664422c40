import { OverlayMode } from '@crowdlens/schema';
import { DEFAULT_PROCESSING_WIDTH } from '@crowdlens/schema/regions';
import { WHOLE_FRAME } from '../broadcast/regions.js';
import { MediaServerUnavailableError } from '../media/errors.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { MediaServer } from '../media/MediaServer.js';

/** Small, so that the proof costs little beside what is live. */
const SOURCE = 'demo:crowd?width=160&height=120';

/**
 * Proves that a media server works, in a pipeline of its own that is gone afterwards. Ours draws a
 * picture, measures it and compresses it; one that has no such source, as an original Kurento, or no
 * detector makes two endpoints that come to terms.
 *
 * @throws MediaServerUnavailableError when that has not happened after `timeoutMs`; KurentoError
 */
export async function mediaLoop(
  server: Pick<MediaServer, 'createPipeline' | 'hasCrowdDetector'>,
  timeoutMs: number,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new MediaServerUnavailableError(`No picture came within ${timeoutMs} ms.`);
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  const opening = server.createPipeline();
  try {
    const loop = opening.then((pipeline) =>
      pipeline.isOurs && server.hasCrowdDetector ? processPicture(pipeline) : negotiate(pipeline),
    );
    await Promise.race([loop, late]);
  } finally {
    clearTimeout(timer);
    // Also when it comes too late.
    void opening.then(
      (pipeline) => pipeline.release(),
      () => undefined,
    );
  }
}

async function processPicture(pipeline: MediaPipeline): Promise<void> {
  const player = await pipeline.createPlayerEndpoint(SOURCE);
  const filter = await pipeline.createCrowdDetectorFilter({
    regions: [WHOLE_FRAME],
    processingWidth: DEFAULT_PROCESSING_WIDTH,
    overlay: OverlayMode.FULL,
  });
  await player.connect(filter);
  await player.play();
  await filter.takeSnapshot();
}

async function negotiate(pipeline: MediaPipeline): Promise<void> {
  const caller = await pipeline.createWebRtcEndpoint();
  const called = await pipeline.createWebRtcEndpoint();
  await caller.processAnswer(await called.processOffer(await caller.generateOffer()));
}

import { open } from 'node:fs/promises';
import { DemoCrowd } from './demo-crowd.js';
import { DemoCrowdError } from './errors.js';
import { createPicture } from './picture.js';
import type { DemoCrowdOptions } from './types.js';

/** A scene to write, and how long it is. */
export interface Y4mOptions extends DemoCrowdOptions {
  readonly seconds: number;
}

/**
 * Writes the scene as YUV4MPEG2, which players, encoders and the fake camera of Chromium read
 * (`--use-file-for-fake-video-capture`). Each picture is on disk before the next one is drawn.
 * @throws {@link DemoCrowdError} for options that cannot be drawn, and the errors of `node:fs`
 */
export async function writeY4m(path: string, options: Y4mOptions): Promise<void> {
  const { width, height, frameRate, seconds } = options;
  if (!(seconds > 0)) {
    throw new DemoCrowdError('INVALID_ARGUMENT', `Pass how many seconds to write, not ${seconds}.`);
  }
  const crowd = new DemoCrowd(options);
  const picture = createPicture(width, height);
  // The scale of 1000 leaves whole numbers of frame rates such as 29.97.
  const rate = `${Math.round(frameRate * 1000)}:1000`;
  await using file = await open(path, 'w');
  await file.appendFile(`YUV4MPEG2 W${width} H${height} F${rate} Ip A1:1 C420jpeg\n`);
  for (let frames = Math.round(seconds * frameRate); frames > 0; frames--) {
    crowd.next(picture);
    await file.appendFile('FRAME\n');
    for (const plane of [picture.y, picture.u, picture.v]) await file.appendFile(plane);
  }
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoCrowd } from './demo-crowd.js';
import { createPicture } from './picture.js';
import { writeY4m } from './y4m.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-crowd-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('writeY4m', () => {
  it('writes a header and every picture of the scene', async () => {
    const scene = { width: 64, height: 48, frameRate: 10, seed: 3 };
    const path = join(folder, 'scene.y4m');
    await writeY4m(path, { ...scene, seconds: 0.5 });
    const file = await readFile(path);
    const header = 'YUV4MPEG2 W64 H48 F10000:1000 Ip A1:1 C420jpeg\n';
    const frameSize = 6 + (64 * 48 * 3) / 2;
    expect(file.subarray(0, header.length).toString()).toBe(header);
    expect(file).toHaveLength(header.length + 5 * frameSize);
    const crowd = new DemoCrowd(scene);
    const picture = createPicture(64, 48);
    for (let i = 0; i < 5; i++) {
      crowd.next(picture);
      const frame = file.subarray(header.length + i * frameSize).subarray(0, frameSize);
      const drawn = Buffer.concat([Buffer.from('FRAME\n'), picture.y, picture.u, picture.v]);
      expect(frame.equals(drawn)).toBe(true);
    }
  });

  it('writes nothing for options that cannot be drawn', async () => {
    const path = join(folder, 'none.y4m');
    const good = { width: 64, height: 48, frameRate: 10, seconds: 1 };
    await expect(writeY4m(path, { ...good, width: 63 })).rejects.toMatchObject({
      code: 'INVALID_SIZE',
    });
    await expect(writeY4m(path, { ...good, seconds: Number.NaN })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

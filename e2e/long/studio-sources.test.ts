import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { clip, writeClip } from '../../packages/media-server/test/support/clip.js';
import { RtspCamera } from '../../packages/media-server/test/support/RtspCamera.js';
import { untilFramesAdvance } from '../support/pages.js';
import { openFor, PEOPLE, press, sticksOutBy, tabTo, untilFocused } from '../support/people.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({
  prepare: async () => {
    media = await mkdtemp(join(tmpdir(), 'media-'));
    await writeClip(join(media, 'plaza.webm'), SECONDS * 25);
    return { env: { MEDIA_DIR: media } };
  },
});

/** Of the file: longer than anybody takes to stop it. */
const SECONDS = 60;

let media: string;

afterAll(() => rm(media, { recursive: true }));

describe.each(PEOPLE)('in place of a camera, %s', (_who, person) => {
  test('a file or a network camera is played, and remembered without its password', async () => {
    const camera = await RtspCamera.start(clip(25));
    const page = await openFor(run.browser, person, `${run.server.url}/present`);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const address = page.getByRole('combobox', { name: 'Address or file' });
    const play = async (uri: string) => {
      if (person.by === 'keyboard') await tabTo(address);
      await address.fill(uri);
      await press(person, button('Play'));
    };
    const open = () => press(person, page.getByText('Play a file or a network camera'));
    const stop = async () => {
      await press(person, button('Stop'));
      await press(person, button('Stop the broadcast'));
      await page.getByText('No camera?').waitFor();
    };

    await open();
    await play('missing.webm');
    await page.getByRole('alert').getByText('missing.webm').waitFor();
    await untilFocused(page);
    expect(await sticksOutBy(page)).toBe(0);
    await play('plaza.webm');
    await page.getByText('On air without a camera').waitFor();
    await untilFramesAdvance(page, 5);
    await untilFocused(page);
    await stop();

    await open();
    await play(camera.url.replace('//', '//me:secret@'));
    await untilFramesAdvance(page, 5);
    await stop();

    await open();
    expect(await address.inputValue()).toBe(camera.url);
    const recent = page.locator('#recent-addresses option');
    expect(await recent.evaluateAll((options: HTMLOptionElement[]) => options.map(({ value }) => value))).toEqual([camera.url, 'plaza.webm']); // prettier-ignore
    await page.context().close();
  });
});

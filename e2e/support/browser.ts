import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.mjs';

const cache = fileURLToPath(new URL('../../node_modules/.cache/fake-camera/', import.meta.url));

/**
 * A Chromium whose camera plays `video` (y4m or mjpeg) for ever; without it there is no camera.
 *
 * @param args - more of its command line.
 * @param executablePath - of a program that runs it, if not it itself.
 */
export async function launchChromium(
  video?: string,
  args: readonly string[] = [],
  executablePath: string = chromiumPath(),
): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      '--autoplay-policy=no-user-gesture-required',
      // Many tabs in one window: those behind must go on playing.
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      '--disable-background-timer-throttling',
      '--use-fake-ui-for-media-stream',
      ...(video
        ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${video}`]
        : []),
      ...args,
    ],
  });
}

/** Where Chromium is on this machine. */
export function chromiumPath(): string {
  const path = findChromium();
  if (!path) throw new Error('Chromium is missing: npm test installs it');
  return path;
}

/** The demo crowd as a file for {@link launchChromium}: 640x480, 25 frames a second; made once and kept. */
export function demoCrowdCamera(seconds = 12): string {
  const file = join(cache, `demo-crowd-${seconds}s.y4m`);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const writer = join(
    dirname(createRequire(import.meta.url).resolve('@crowdlens/demo-crowd')),
    'write-y4m.js',
  );
  const part = `${file}.${process.pid}`;
  const size = ['--width', '640', '--height', '480', '--fps', '25'];
  execFileSync(process.execPath, [writer, '--out', part, '--seconds', String(seconds), ...size]);
  renameSync(part, file);
  return file;
}

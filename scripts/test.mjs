// `npm test`: everything that must hold before a change lands.
import { ensureChromium } from './chromium.mjs';
import { tryToInstall } from './programs.mjs';
import { finish, steps, vitest } from './run.mjs';

process.env.CHROMIUM_PATH = ensureChromium();
tryToInstall('redis-server');
tryToInstall('turnserver', 'coturn');
const script = (...args) => ['npm', 'run', '--silent', ...args];
await steps({ build: script('build'), format: script('format:check') });
await steps({
  'types of the page': script('typecheck', '-w', '@crowdlens/web'),
  lint: script('lint'),
});
finish([vitest('unit and system tests', ['unit', 'system']), vitest('tests in Chromium', ['e2e'])]);

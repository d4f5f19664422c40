// `npm test`: everything that must hold before a change lands.
import { ensureChromium } from './chromium.mjs';
import { finish, step, vitest } from './run.mjs';

process.env.CHROMIUM_PATH = ensureChromium();
step('build', 'npm', ['run', '--silent', 'build']);
step('types of the page', 'npm', ['run', '--silent', 'typecheck', '-w', '@crowdlens/web']);
step('lint', 'npm', ['run', '--silent', 'lint']);
step('format', 'npm', ['run', '--silent', 'format:check']);
finish([vitest('unit and system tests', ['unit', 'system']), vitest('tests in Chromium', ['e2e'])]);

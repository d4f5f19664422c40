// `npm run test:long`: the tests that take minutes. Each file in e2e/long is a slice;
// `--rotate` runs only one, another one each day and commit, `--slice NAME` a certain one.
import { readdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensureChromium } from './chromium.mjs';
import { tryToInstallFaketime } from './faketime.mjs';
import { ensureFirefox } from './firefox.mjs';
import { tryToInstall } from './programs.mjs';
import { finish, vitest } from './run.mjs';
import { ensureTurnServer } from './turnserver.mjs';

const { values } = parseArgs({
  options: { rotate: { type: 'boolean' }, slice: { type: 'string' } },
});
const slices = readdirSync(new URL('../e2e/long', import.meta.url))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => name.replace('.test.ts', ''))
  .sort();

function chosen() {
  if (values.slice) return slices.filter((name) => name === values.slice);
  if (!values.rotate) return slices;
  const commits = Number(
    execFileSync('git', ['rev-list', '--count', 'HEAD'], { encoding: 'utf8' }),
  );
  const day = Math.floor(Date.now() / 86_400_000);
  return [slices[(day + commits) % slices.length]];
}

const run = chosen();
if (run.length === 0) throw new Error(`No such slice. There are: ${slices.join(', ')}`);
process.env.CHROMIUM_PATH = ensureChromium();
if (run.includes('firefox')) ensureFirefox();
if (run.includes('turn')) ensureTurnServer();
if (run.includes('chaos')) {
  tryToInstallFaketime();
  tryToInstall('ip', 'iproute2');
}
if (run.includes('chaos') || run.includes('cluster')) tryToInstall('redis-server');
finish(run.map((name) => vitest(`long: ${name}`, ['long'], [`e2e/long/${name}.test.ts`])));

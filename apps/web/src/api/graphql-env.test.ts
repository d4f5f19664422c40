import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as prettier from 'prettier';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const app = fileURLToPath(new URL('../..', import.meta.url));
const committed = fileURLToPath(new URL('graphql-env.d.ts', import.meta.url));

it('has types that are made from today’s schema.graphql', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crowdlens-'));
  try {
    const output = join(folder, 'graphql-env.d.ts');
    await run('npx', ['gql.tada', 'generate-output', '--output', output], { cwd: app });
    const options = await prettier.resolveConfig(committed);
    const made = await prettier.format(await readFile(output, 'utf8'), {
      ...options,
      filepath: committed,
    });
    expect(
      await readFile(committed, 'utf8'),
      'run `npx gql.tada generate-output` in apps/web',
    ).toBe(made);
  } finally {
    await rm(folder, { recursive: true });
  }
});

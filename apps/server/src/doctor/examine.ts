import { ConfigError, loadConfig } from '../config.js';
import type { Config } from '../config.js';
import { certificate } from './certificate.js';
import type { Check, CheckTools } from './Check.js';
import { clock } from './clock.js';
import { codecs } from './codecs.js';
import { database } from './database.js';
import { failed, ok, reasonOf } from './Finding.js';
import type { Finding, Statement } from './Finding.js';
import { folders } from './folders.js';
import { mediaServers } from './mediaServers.js';
import { nodeVersion } from './nodeVersion.js';
import { ports } from './ports.js';
import { reachability } from './reachability.js';
import { redis } from './redis.js';

/** What does not stand in the way of the next comes first. */
const CHECKS: readonly Check[] = [
  nodeVersion,
  clock,
  ports,
  certificate,
  folders,
  database,
  redis,
  codecs,
  mediaServers,
  reachability,
];

const SETTINGS = 'settings';

/**
 * Looks at everything that a server with these settings would need, part by part, and changes
 * nothing. Each finding comes as soon as it is known; each part takes seconds at most.
 *
 * @param environment - as for {@link loadConfig}
 */
export async function* examine(
  environment: Readonly<Record<string, string | undefined>>,
  tools: CheckTools,
): AsyncGenerator<Finding, void, undefined> {
  const { config, problems } = settings(environment);
  for (const problem of problems) yield { check: SETTINGS, ...problem };
  if (!config) return;
  yield { check: SETTINGS, ...ok('All settings can be read.') };
  for (const check of CHECKS) {
    for (const statement of await statementsOf(check, config, tools)) {
      yield { check: check.name, ...statement };
    }
  }
}

function settings(environment: Parameters<typeof loadConfig>[0]): {
  config?: Config;
  problems: Statement[];
} {
  try {
    return { config: loadConfig(environment), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const advice = 'The server would not start: put this setting right, then ask again.';
    return { problems: error.message.split('\n').map((line) => failed(`${line}.`, advice)) };
  }
}

async function statementsOf(
  check: Check,
  config: Config,
  tools: CheckTools,
): Promise<readonly Statement[]> {
  try {
    return await check.run(config, tools);
  } catch (error) {
    return [failed(reasonOf(error), 'This was not expected: please report it.')];
  }
}

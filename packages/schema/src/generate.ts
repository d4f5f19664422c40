// Writes schema.graphql beside package.json.
import { writeFile } from 'node:fs/promises';
import { createSchema } from './createSchema.js';
import { schemaText } from './schemaText.js';

const target = new URL('../schema.graphql', import.meta.url);
await writeFile(target, schemaText(await createSchema()));
console.log(`wrote ${target.pathname}`);

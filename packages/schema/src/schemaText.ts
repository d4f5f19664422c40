import { printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** The text of schema.graphql. */
export function schemaText(schema: GraphQLSchema): string {
  return `# Made by "npm run schema". Do not edit.\n\n${printSchema(schema)}\n`;
}

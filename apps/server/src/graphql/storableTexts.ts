import { GraphQLError } from 'graphql';
import type { ValidationRule } from 'graphql';

/** U+0000, which PostgreSQL cannot keep, and one half of a surrogate pair without the other, which is no character. */
const UNSTORABLE = /\0|\p{Cs}/u;

/** What a client is told of the others. */
export const UNSTORABLE_TEXT = 'Texts must have neither U+0000 nor halves of surrogate pairs.';

/** Whether every database can keep the text, and find it again. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** In the text of an operation. */
export const storableTexts: ValidationRule = (context) => ({
  StringValue(node) {
    if (isStorable(node.value)) return;
    context.reportError(new GraphQLError(UNSTORABLE_TEXT, { nodes: node }));
  },
});

/** In its variables, however deeply they are nested. */
export function areStorable(variables: unknown): boolean {
  const values = [variables];
  while (values.length > 0) {
    const value = values.pop();
    if (typeof value === 'string' && !isStorable(value)) return false;
    if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) values.push(inner);
    }
  }
  return true;
}

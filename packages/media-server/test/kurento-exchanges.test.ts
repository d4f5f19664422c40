import { expect, test } from 'vitest';
import { exchanges } from './support/exchanges.js';
import type { Message } from './support/RpcClient.js';
import { startClient } from './support/server.js';

const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const placeholders = new Map([
  ['ID', expect.stringMatching(new RegExp(`^(${uuid}_kurento\\.\\w+/?)+$`))],
  ['SESSION', expect.stringMatching(new RegExp(`^${uuid}$`))],
]);

/** A copy with the values that `$name` stands for. */
function filled(value: unknown, known: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    const text = value.replace(/\$(\w+)/g, (whole, name: string) => known.get(name) ?? whole);
    return placeholders.get(text) ?? text;
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, known)]));
}

function told({ result, error }: Message): unknown {
  if (error) return { error: [error.code, error.message, ...Object.values(error.data ?? {})] };
  const { sessionId: _, ...rest } = result as object & { sessionId?: string };
  return rest;
}

test.each(Object.entries(exchanges))('%s: answers as Kurento does', async (_name, steps) => {
  const { client } = await startClient();
  const known = new Map<string, string>();
  for (const [method, params, expected, name] of steps) {
    const reply = await client.request(method, filled(params, known) as object | undefined);
    expect(told(reply), `${method} ${JSON.stringify(params)}`).toEqual(filled(expected, known));
    if (name) known.set(name, reply.result.value);
  }
});

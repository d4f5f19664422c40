import { expect, test } from 'vitest';
import { startClient } from './support/server.js';

function operations(...calls: [method: string, params: object][]): object {
  return {
    operations: calls.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params })),
  };
}

test('operations refer to the results of earlier ones', async () => {
  const { client } = await startClient();
  const element = { type: 'PassThrough', constructorParams: { mediaPipeline: 'newref:0' } };
  const { result } = await client.request(
    'transaction',
    operations(
      ['create', { type: 'MediaPipeline' }],
      ['create', element],
      ['create', element],
      [
        'invoke',
        { object: 'newref:1', operation: 'connect', operationParams: { sink: 'newref:2' } },
      ],
      ['invoke', { object: 'newref:2', operation: 'getSourceConnections' }],
    ),
  );
  const { sessionId } = result;
  const [pipeline, source] = result.value.map(
    (reply: { result: { value: unknown } }) => reply.result.value,
  );
  expect(result.value[0]).toEqual({
    id: 0,
    jsonrpc: '2.0',
    result: { sessionId, value: pipeline },
  });
  expect(source).toMatch(`${pipeline}/`);
  expect(result.value[4].result.value).toHaveLength(3);
});

test('an empty transaction succeeds', async () => {
  const { client } = await startClient();
  expect(await client.value('transaction', { operations: [] })).toEqual([]);
});

test('it stops behind the first error and takes nothing back', async () => {
  const { client } = await startClient();
  const replies = await client.value(
    'transaction',
    operations(
      ['create', { type: 'MediaPipeline' }],
      ['create', { type: 'Nope' }],
      ['invoke', { object: 'newref:0', operation: 'getName' }],
    ),
  );
  expect(replies).toHaveLength(2);
  expect(replies[1]).toMatchObject({ id: 1, error: { code: 40108 } });
  expect(await client.invoke('manager_ServerManager', 'getPipelines')).toHaveLength(1);
});

test('an operation that is no request is an error of its own', async () => {
  const { client } = await startClient();
  const value = await client.value('transaction', {
    operations: [{ id: 0, method: 'create', params: { type: 'MediaPipeline' } }],
  });
  expect(value).toEqual([
    { id: 0, jsonrpc: '2.0', error: { code: -32600, message: 'Invalid JSON-RPC request.' } },
  ]);
});

test.each([
  ["Id of request '0' should be '0'", [{ jsonrpc: '2.0', id: 5, method: 'ping', params: {} }]],
  [
    'Result not found on request 7',
    [{ jsonrpc: '2.0', id: 0, method: 'describe', params: { object: 'newref:7' } }],
  ],
  [
    "Invalid index of newref 'x'",
    [{ jsonrpc: '2.0', id: 0, method: 'describe', params: { object: 'newref:x' } }],
  ],
])('%s fails as a whole', async (message, wrong) => {
  const { client } = await startClient();
  const { error } = await client.request('transaction', { operations: wrong });
  expect(error).toEqual({ code: 40008, message, data: { type: 'MALFORMED_TRANSACTION' } });
});

import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Asks a media server, over Kurento's protocol, for a property of all crowd filters that it has. */
export async function askCrowdFilters(url: string, getter: string): Promise<unknown[]> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  let id = 0;
  const invoke = async <Value>(object: string, operation: string): Promise<Value> => {
    const request = { jsonrpc: '2.0', id: ++id, method: 'invoke', params: { object, operation } };
    socket.send(JSON.stringify(request));
    const [message] = (await once(socket, 'message')) as [Buffer];
    const answer = JSON.parse(message.toString()) as { result: { value: Value } };
    return answer.result.value;
  };
  try {
    const pipelines = await invoke<string[]>('manager_ServerManager', 'getPipelines');
    const values: unknown[] = [];
    for (const pipeline of pipelines) {
      for (const child of await invoke<string[]>(pipeline, 'getChildren')) {
        if (child.includes('CrowdDetectorFilter')) values.push(await invoke(child, getter));
      }
    }
    return values;
  } finally {
    socket.close();
  }
}

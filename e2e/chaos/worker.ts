import { once } from 'node:events';
import { expect } from 'vitest';
import { WebSocket } from 'ws';

/** What DevTools' protocol answers or tells. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string };
}

/**
 * Runs a line of code in the first worker thread of a process, through Node's inspector: a thread cannot be killed
 * from outside.
 *
 * @param output - what the process has written so far: there the inspector says where it listens
 */
export async function runInWorker(pid: number, output: () => string, code: string): Promise<void> {
  const inspector = new WebSocket(await inspectorOf(pid, output));
  try {
    await once(inspector, 'open');
    const attached = untilTold(inspector, 'NodeWorker.attachedToWorker');
    send(inspector, 1, 'NodeWorker.enable', { waitForDebuggerOnStart: false });
    const { sessionId } = (await attached).params!;
    const message = JSON.stringify({
      id: 1,
      method: 'Runtime.evaluate',
      params: { expression: code },
    });
    send(inspector, 2, 'NodeWorker.sendMessageToWorker', { sessionId, message });
    await untilTold(inspector, 2);
  } finally {
    inspector.close();
    await once(inspector, 'close');
  }
}

/** By process: what listens already says so no second time. */
const inspectors = new Map<number, string>();

/** SIGUSR1 opens it (nodejs.org/api/process.html, signal events). */
async function inspectorOf(pid: number, output: () => string): Promise<string> {
  const known = inspectors.get(pid);
  if (known !== undefined) return known;
  const addresses = () => output().match(/(?<=Debugger listening on )ws:\S+/g) ?? [];
  const before = addresses().length;
  process.kill(pid, 'SIGUSR1');
  await expect.poll(() => addresses().length).toBeGreaterThan(before);
  const address = addresses().at(-1)!;
  inspectors.set(pid, address);
  return address;
}

function send(inspector: WebSocket, id: number, method: string, params: object): void {
  inspector.send(JSON.stringify({ id, method, params }));
}

async function untilTold(inspector: WebSocket, what: string | number): Promise<Message> {
  for (;;) {
    const [data] = (await once(inspector, 'message')) as [Buffer];
    const message = JSON.parse(data.toString()) as Message;
    if (message.method === what || message.id === what) return message;
  }
}

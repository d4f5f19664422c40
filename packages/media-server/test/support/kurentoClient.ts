import { createRequire } from 'node:module';

/** kurento-client has no types: objects answer to the methods of their Kurento class. */
export interface RemoteObject {
  readonly id: string;
  on(event: string, listener: (event: never) => void): void;
  create(type: string, params?: object, callback?: Callback): unknown;
}

export interface Client extends RemoteObject {
  readonly sessionId: string;
  getServerManager(callback: Callback): void;
  getMediaobjectById(id: string, callback: Callback): void;
  close(): void;
}

type Callback = (error: (Error & { code?: number }) | null, value: never) => void;

interface Kurento {
  (url: string, options: object, callback: (error: Error | null, client: Client) => void): void;
  register(module: string): void;
  getComplexType(name: string): (fields: object) => object;
}

export const kurento = createRequire(import.meta.url)('kurento-client') as Kurento;

/** Connects and waits for the client's check of the server's modules. */
export function connect(url: string, options: object = {}): Promise<Client> {
  return new Promise((resolve, reject) => {
    kurento(url, options, (error, client) => (error ? reject(error) : resolve(client)));
  });
}

/** Calls a method in callback form: with promises, kurento-client swallows errors. */
export function call<T = unknown>(
  object: RemoteObject,
  method: string,
  ...args: unknown[]
): Promise<T> {
  return new Promise((resolve, reject) => {
    const callback: Callback = (error, value) => (error ? reject(error) : resolve(value));
    const member = (object as unknown as Record<string, (...args: unknown[]) => unknown>)[method];
    if (!member) reject(new Error(`kurento-client knows no ${method}`));
    else member.call(object, ...args, callback);
  });
}

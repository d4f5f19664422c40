import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import type { RpcClient } from './support/RpcClient.js';
import { startClient } from './support/server.js';

/** A class as Kurento's JavaScript client has it, generated from Kurento's own interface files. */
interface ClientClass {
  readonly name: string;
  readonly prototype: object;
  readonly constructorParams?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly events?: readonly string[];
}

/** Classes by name; `abstracts` holds those that cannot be created. */
interface ClientModule {
  readonly [name: string]: unknown;
  readonly abstracts: Readonly<Record<string, ClientClass>>;
}

const require = createRequire(import.meta.url);
require('kurento-client'); // the modules register with it
const modules = ['core', 'elements', 'filters'].map(
  (name) => require(`kurento-client-${name}`) as ClientModule,
);

/** Those that a client can create: what an abstract class has, they inherit. */
const classes = modules.flatMap((module) => Object.entries(module).filter(isCreatable));

/** They mix pictures or sound or take HTTP uploads, which this server does not. */
const refused = ['AlphaBlending', 'Composite', 'HttpPostEndpoint', 'Mixer'];

/** What the client has for itself and never sends. */
const clientSide = new Set(['constructor', '_invoke', 'release', 'then', 'catch', 'createHubPort']);

function isCreatable(entry: [string, unknown]): entry is [string, ClientClass] {
  const [, value] = entry;
  return typeof value === 'function' && 'constructorParams' in value;
}

function operationsOf({ prototype }: ClientClass): string[] {
  const names = new Set<string>();
  for (let own = prototype; own !== Object.prototype; own = Object.getPrototypeOf(own) as object) {
    // Below Kurento's base class come Node's event emitters.
    if (Object.hasOwn(own, 'setMaxListeners')) break;
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(own))) {
      if (typeof value === 'function' && !clientSide.has(name)) names.add(name);
    }
  }
  return [...names].sort();
}

async function create(client: RpcClient, type: string): Promise<string> {
  if (type === 'ServerManager') return 'manager_ServerManager';
  const mediaPipeline = await client.create('MediaPipeline');
  if (type === 'MediaPipeline') return mediaPipeline;
  const hub = await client.create('Dispatcher', { mediaPipeline });
  return client.create(type, { mediaPipeline, hub, uri: 'demo:crowd', command: 'identity' });
}

test.each(refused)('%s is refused, and the message says what to use', async (type) => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  for (const name of [type, `kurento.${type}`]) {
    const { error } = await client.request('create', {
      type: name,
      constructorParams: { mediaPipeline },
    });
    expect(error).toEqual({
      code: 40108,
      message: expect.stringMatching(new RegExp(`^Factory '${name}' not found: .+;`)),
      data: { type: 'MEDIA_OBJECT_NOT_AVAILABLE' },
    });
  }
});

const served = classes.filter(([name]) => !refused.includes(name));
const serverManager = modules[0]!.abstracts['ServerManager']!;

test.each([...served, ['ServerManager', serverManager] as const])(
  '%s has every operation and event that Kurento’s client knows',
  async (name, clientClass) => {
    const { client } = await startClient();
    const object = await create(client, name);
    const unknown: string[] = [];
    for (const operation of operationsOf(clientClass)) {
      const { error } = await client.request('invoke', { object, operation });
      // What needs parameters complains of them, so it is there; others may find no SDP yet.
      if ([40008, -32603].includes(error?.code)) unknown.push(operation);
    }
    for (const type of clientClass.events ?? []) {
      const { error } = await client.request('subscribe', { object, type });
      if (error) unknown.push(type);
    }
    // The client's pipelines have a `connect` that never leaves the client.
    expect(unknown).toEqual(name === 'MediaPipeline' ? ['connect'] : []);
  },
);

test('the client’s methods are found, inherited ones too', () => {
  const operations = operationsOf(new Map(classes).get('WebRtcEndpoint')!);
  expect(operations).toEqual(
    expect.arrayContaining(['addIceCandidate', 'processOffer', 'getStats', 'getTags']),
  );
});

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, on, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** As OTLP's JSON has it (opentelemetry-proto, trace.proto). */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { key: string; value: { stringValue?: string } }[];
  readonly status: { readonly code: number };
}
interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Span['attributes'] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

/** A collector that takes OTLP over HTTP in JSON. */
class Collector extends EventEmitter {
  readonly spans: Span[] = [];
  services = new Set<string>();
  readonly #server: Server;

  static async start(): Promise<Collector> {
    const collector = new Collector();
    collector.#server.listen(0, '127.0.0.1');
    await once(collector.#server, 'listening');
    return collector;
  }

  private constructor() {
    super();
    this.#server = createServer((request, response) => {
      void json(request).then((body) => {
        if (request.url === '/v1/traces') this.#take(body as Export);
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves as soon as there is such a span. */
  async span(is: (span: Span) => boolean): Promise<Span> {
    const came = on(this, 'spans');
    for (;;) {
      const found = this.spans.find(is);
      if (found) return found;
      await came.next();
    }
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #take({ resourceSpans }: Export): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      this.services.add(attribute(resource, 'service.name')!);
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
    }
    this.emit('spans');
  }
}

function attribute(of: Pick<Span, 'attributes'>, name: string): string | undefined {
  return of.attributes.find(({ key }) => key === name)?.value.stringValue;
}

let folder: string;
let collector: Collector;
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crowdlens-tracing-'));
  collector = await Collector.start();
  server = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_SERVICE_NAME: 'crowd-of-the-test',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: server.stdout! }), 'line')) as [string];
  url = line.replace('Crowdlens is ready: ', '');
});
afterAll(async () => {
  server.kill('SIGKILL');
  await once(server, 'exit');
  collector.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(query: string, traceparent: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

test('an operation and the calls to the media server under it belong to the trace of the request', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const caller = '00f067aa0ba902b7';
  const answer = await ask(
    'mutation { play(input: { broadcastId: "main", uri: "demo:crowd" }) { state } }',
    `00-${traceId}-${caller}-01`,
  );
  expect(answer).not.toHaveProperty('errors');
  const isOfThisTrace = (span: Span) => span.traceId === traceId;
  const operation = await collector.span(
    (span) => isOfThisTrace(span) && span.name === 'mutation play',
  );
  expect(operation.parentSpanId).toBe(caller);
  expect(attribute(operation, 'crowdlens.broadcast.id')).toBe('main');
  const create = await collector.span(
    (span) => isOfThisTrace(span) && span.name === 'PlayerEndpoint create',
  );
  expect(create.parentSpanId).toBe(operation.spanId);
  expect(attribute(create, 'kurento.method')).toBe('create');
  expect(attribute(create, 'kurento.type')).toBe('PlayerEndpoint');
  expect(attribute(create, 'crowdlens.broadcast.id')).toBe('main');
  const invoke = await collector.span(
    (span) => isOfThisTrace(span) && span.name === 'PlayerEndpoint play',
  );
  expect(attribute(invoke, 'kurento.operation')).toBe('play');
  expect(collector.services).toEqual(new Set(['crowd-of-the-test']));
});

test('an operation that fails is marked, with the reason', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await ask(
    'mutation { watch(input: { broadcastId: "main", sdpOffer: "nonsense" }) { id } }',
    `00-${traceId}-b7ad6b7169203331-01`,
  );
  const watch = await collector.span(
    (span) => span.traceId === traceId && span.name === 'mutation watch',
  );
  const statusError = 2;
  expect(watch.status).toMatchObject({
    code: statusError,
    message: expect.stringMatching(/sdpOffer/i),
  });
});

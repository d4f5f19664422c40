import { context, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { formatError } from '../graphql/errors.js';
import { Tally } from '../metrics/Tally.js';
import { inKurentoCall, inOperation, traceFields } from './spans.js';

const exporter = new InMemorySpanExporter();

function startTracing(): void {
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
}

afterEach(() => {
  trace.disable();
  context.disable();
  exporter.reset();
});

async function failing(): Promise<unknown> {
  const fails = () => Promise.reject(new Error('nobody expected this'));
  return inOperation({ name: 'mutation play', broadcastId: 'main' }, fails).catch(
    (error: unknown) => error,
  );
}

test('the log of an error names the trace and the span in which it was met', async () => {
  startTracing();
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line) => void lines.push(line) });
  const error = await failing();
  formatError({ message: '' }, error, { log, errors: new Tally() });
  const { traceId, spanId } = exporter.getFinishedSpans()[0]!.spanContext();
  expect(JSON.parse(lines[0]!)).toMatchObject({ trace_id: traceId, span_id: spanId });
});

test('a call to the media server that belongs to no operation has no span', async () => {
  startTracing();
  const call = { method: 'invoke', type: 'ServerManager', operation: 'getMetrics' } as const;
  expect(await inKurentoCall(call, async () => 'numbers')).toBe('numbers');
  expect(exporter.getFinishedSpans()).toEqual([]);
});

test('without tracing everything is done, and nothing is said of traces', async () => {
  expect(await inOperation({ name: 'query' }, () => traceFields())).toEqual({});
  const error = await failing();
  expect(error).toMatchObject({ message: 'nobody expected this' });
  expect(traceFields(error)).toEqual({});
});

import { context, propagation, trace } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterEach, expect, test } from 'vitest';
import { inTraceOf, presentTrace } from './traceContext.js';

afterEach(() => {
  trace.disable();
  context.disable();
  propagation.disable();
});

test('a trace goes on at another server', () => {
  new NodeTracerProvider().register();
  const span = trace.getTracer('test').startSpan('here');
  const carrier = context.with(trace.setSpan(context.active(), span), presentTrace);
  const there = inTraceOf(carrier!, () => trace.getActiveSpan()!.spanContext());
  const { traceId, spanId } = span.spanContext();
  expect(there).toMatchObject({ traceId, spanId, isRemote: true });
});

test('where there is no trace, none is told, and none begins', () => {
  new NodeTracerProvider().register();
  expect(presentTrace()).toBeUndefined();
  expect(inTraceOf({}, () => trace.getActiveSpan())).toBeUndefined();
});

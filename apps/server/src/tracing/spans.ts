import { context, createContextKey, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Span, SpanContext } from '@opentelemetry/api';

/** Does nothing unless `startTracing` has been called. */
const tracer = () => trace.getTracer('crowdlens');

const BROADCAST = createContextKey('broadcast');

/** The span in which an error was first met. */
const metIn = new WeakMap<object, SpanContext>();

/** What a client asked for. */
export interface OperationSpan {
  /** `mutation publish` */
  readonly name: string;
  /** Undefined where it is about none, or about several. */
  readonly broadcastId?: string | undefined;
}

/** One call of Kurento's protocol. */
export interface KurentoCall {
  readonly method: 'create' | 'invoke' | 'release' | 'subscribe';
  /** Of the object: `WebRtcEndpoint`. */
  readonly type: string;
  /** What is invoked: `processOffer`. */
  readonly operation?: string;
}

/** Does what a client asked for in a span; what is done meanwhile stands below it. */
export function inOperation<T>(
  { name, broadcastId }: OperationSpan,
  work: () => T | Promise<T>,
): Promise<T> {
  const about = context.active().setValue(BROADCAST, broadcastId);
  return context.with(about, () => inSpan(name, SpanKind.SERVER, {}, work));
}

/** Makes a call to the media server in a span, if it is part of a trace: nobody asks about polling. */
export function inKurentoCall<T>(call: KurentoCall, work: () => Promise<T>): Promise<T> {
  if (!trace.getActiveSpan()) return work();
  const { method, type, operation } = call;
  const attributes = {
    'kurento.method': method,
    'kurento.type': type,
    ...(operation !== undefined && { 'kurento.operation': operation }),
  };
  return inSpan(`${type} ${operation ?? method}`, SpanKind.CLIENT, attributes, work);
}

/** What a log line says of the trace that it belongs to; of an error, the one in which it was met. */
export function traceFields(error?: unknown): { trace_id?: string; span_id?: string } {
  const met = typeof error === 'object' && error !== null ? metIn.get(error) : undefined;
  const span = met ?? trace.getActiveSpan()?.spanContext();
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
}

function inSpan<T>(
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  work: () => T | Promise<T>,
): Promise<T> {
  const broadcastId = context.active().getValue(BROADCAST) as string | undefined;
  const about = { ...attributes, ...(broadcastId && { 'crowdlens.broadcast.id': broadcastId }) };
  return tracer().startActiveSpan(name, { kind, attributes: about }, async (span) => {
    try {
      return await work();
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

function fail(span: Span, error: unknown): void {
  if (!span.isRecording() || !(error instanceof Error)) return;
  span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  if (!metIn.has(error)) metIn.set(error, span.spanContext());
}

import { context, propagation, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';

/** The trace that something belongs to, as it is told to others (W3C Trace Context). */
export type TraceCarrier = Readonly<Record<string, string | string[] | undefined>>;

/** What is done for a request belongs to the trace that its `traceparent` names. */
export const traceContext: RequestHandler = (request, _response, next) => {
  inTraceOf(request.headers, next);
};

/** Does what belongs to another one's trace. */
export function inTraceOf<T>(carrier: TraceCarrier, work: () => T): T {
  return context.with(propagation.extract(context.active(), carrier), work);
}

/** The present trace, for {@link inTraceOf} at another server; undefined outside of all. */
export function presentTrace(): TraceCarrier | undefined {
  if (!trace.getActiveSpan()) return undefined;
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

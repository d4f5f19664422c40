import { context, propagation } from '@opentelemetry/api';
import type { RequestHandler } from 'express';

/** What is done for a request belongs to the trace that its `traceparent` names (W3C Trace Context). */
export const traceContext: RequestHandler = (request, _response, next) => {
  context.with(propagation.extract(context.active(), request.headers), next);
};

import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { within } from '../within.js';

/** How long the last spans may take to be delivered. */
const FLUSH_MS = 2000;
/** May hold keys: child processes need not have them. */
const SECRETS = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'];

/** Traces are being sent. */
export interface Tracing {
  /** Delivers what is left, in 2 s at most. */
  close(): Promise<void>;
}

/**
 * Sends spans to a collector by OTLP over HTTP, JSON, if the environment names one: `OTEL_EXPORTER_OTLP_ENDPOINT`
 * and the other variables of OpenTelemetry's specification. Otherwise nothing is even loaded.
 *
 * Up to 2048 spans wait for a collector that is away (`OTEL_BSP_MAX_QUEUE_SIZE`); more are left out.
 *
 * @param environment - what holds keys is taken out
 */
export async function startTracing(
  environment: NodeJS.ProcessEnv,
  log: Logger,
): Promise<Tracing | undefined> {
  if (!isWanted(environment)) return undefined;
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const { detectResources, envDetector, resourceFromAttributes } = resources;
  const say = (message: string) => log.warn({ reason: reasonIn(message) }, 'tracing has trouble');
  const silent = () => undefined;
  diag.setLogger(
    { error: say, warn: say, info: silent, debug: silent, verbose: silent },
    DiagLogLevel.WARN,
  );
  const provider = new NodeTracerProvider({
    // What the environment says of the service wins.
    resource: resourceFromAttributes({ 'service.name': 'crowdlens' }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  for (const name of SECRETS) delete environment[name];
  provider.register();
  return { close: () => within(FLUSH_MS, provider.shutdown(), undefined) };
}

/** The SDK writes errors as JSON, with their stack. */
function reasonIn(message: string): string {
  try {
    const { message: reason } = JSON.parse(message) as { message?: string };
    return reason ?? message;
  } catch {
    return message;
  }
}

function isWanted(environment: NodeJS.ProcessEnv): boolean {
  const endpoint =
    environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return (
    Boolean(endpoint) &&
    environment['OTEL_SDK_DISABLED'] !== 'true' &&
    environment['OTEL_TRACES_EXPORTER'] !== 'none'
  );
}

import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/** One number of a {@link family}, and its labels. */
export interface LabelledValue {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a number is called, and means. */
export interface Family {
  /** `crowdlens_…`; with `_total` at its end it only grows. */
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
}

/** Adds numbers that are looked up at the moment when they are asked for. */
export function addFamily(
  registry: Registry,
  { name, help, labelNames = [] }: Family,
  values: () => Iterable<LabelledValue>,
): void {
  const Kind = name.endsWith('_total') ? Counter : Gauge;
  const metric = new Kind({
    name,
    help,
    labelNames,
    registers: [],
    collect: () => {
      metric.reset();
      for (const { labels = {}, value } of values()) metric.inc(labels, value);
    },
  });
  registry.registerMetric(metric);
}

import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { addMediaMetrics } from './mediaMetrics.js';
import { addServerMetrics } from './serverMetrics.js';

/** What operators are given is read as they get it. */
const read = (path: string) =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly gridPos: {
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
    };
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations: { readonly summary: string; readonly runbook: string };
    }[];
  }[];
}

const { panels } = JSON.parse(read('deploy/grafana/crowdlens.json')) as Dashboard;
const rules = (parse(read('deploy/prometheus/alerts.yml')) as Rules).groups.flatMap((g) => g.rules);
const expressions = [
  ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...rules.map(({ expr }) => expr),
];

/** Prometheus adds these to everything, and has `up` for each server. */
const PROMETHEUS = { labels: ['instance', 'job'], names: ['up'] };

/** Labels by name of what the server tells. Nothing is looked at before it is asked for. */
const told = new Map<string, readonly string[]>(PROMETHEUS.names.map((name) => [name, []]));
const registry = new Registry();
collectDefaultMetrics({ register: registry });
addServerMetrics(registry, {} as never);
addMediaMetrics(registry, {} as never);
for (const metric of registry.getMetricsAsArray()) {
  told.set(metric.name, (metric as unknown as { labelNames: string[] }).labelNames);
}

/** Labels that an expression chooses by, of one name. */
function chosen(expression: string, name: string): string[] {
  const [, selector = ''] = new RegExp(`\\b${name}\\{([^}]*)\\}`).exec(expression) ?? [];
  return Array.from(selector.matchAll(/(\w+)\s*=~?/g), ([, label]) => label!);
}

/** Labels that it groups by. */
function grouped(expression: string): string[] {
  return Array.from(expression.matchAll(/\bby \(([^)]*)\)/g)).flatMap(([, by]) =>
    by!.split(/,\s*/),
  );
}

test.each(expressions)('%s asks for numbers and labels that there are', (expression) => {
  const names = expression.match(/\b(?:crowdlens|nodejs|process)_\w+(?!\w*["|])|\bup\b/g) ?? [];
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    expect([...told.keys()]).toContain(name);
    const known = [...told.get(name)!, ...PROMETHEUS.labels];
    expect(known).toEqual(expect.arrayContaining(chosen(expression, name)));
  }
  const known = names.flatMap((name) => told.get(name)!).concat(PROMETHEUS.labels);
  expect(known).toEqual(expect.arrayContaining(grouped(expression)));
});

test('each number that the server tells of itself is shown or watched', () => {
  const ours = [...told.keys()].filter((name) => name.startsWith('crowdlens_'));
  const all = expressions.join(' ');
  // These only help to understand the others.
  const aside = /^crowdlens_media_(pipelines|objects|sessions|peers)$/;
  const unused = ours.filter((name) => !all.includes(name) && !aside.test(name));
  expect(unused).toEqual([]);
});

test('each alert leads to a runbook', () => {
  const headings = Array.from(read('docs/operations.md').matchAll(/^#+ (.+)$/gm), ([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
  for (const { alert, annotations } of rules) {
    expect(annotations.summary, alert).toBeTruthy();
    expect(headings, alert).toContain(annotations.runbook.replace('docs/operations.md#', ''));
  }
});

test('no two panels of the dashboard are one, or lie over each other', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { id, gridPos: a } of panels) {
    const over = panels.filter(
      ({ id: other, gridPos: b }) =>
        other !== id && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h,
    );
    expect(over).toEqual([]);
  }
});

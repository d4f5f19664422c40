import { expect, it } from 'vitest';
import { en as common } from './en.js';
import { alerts as alertsEn } from './en/alerts.js';
import { alerts as alertsEs } from './es/alerts.js';
import { chart as chartEn } from './en/chart.js';
import { chart as chartEs } from './es/chart.js';
import { dashboard as dashboardEn } from './en/dashboard.js';
import { dashboard as dashboardEs } from './es/dashboard.js';
import { presenter as presenterEn } from './en/presenter.js';
import { presenter as presenterEs } from './es/presenter.js';
import { recordings as recordingsEn } from './en/recordings.js';
import { recordings as recordingsEs } from './es/recordings.js';
import { regions as regionsEn } from './en/regions.js';
import { regions as regionsEs } from './es/regions.js';

import { es as commonEs } from './es.js';
import { pickLanguage, pickLocale } from './text.js';

const en = {
  ...common,
  alerts: alertsEn,
  chart: chartEn,
  dashboard: dashboardEn,
  presenter: presenterEn,
  recordings: recordingsEn,
  editor: regionsEn,
};
const es = {
  ...commonEs,
  alerts: alertsEs,
  chart: chartEs,
  dashboard: dashboardEs,
  presenter: presenterEs,
  recordings: recordingsEs,
  editor: regionsEs,
};

it.each([
  [[null, undefined, 'es-MX', 'en'], 'es'],
  [['de-CH', 'EN-gb', 'es'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
] as const)('of %o it picks %s', (wanted, picked) => {
  expect(pickLanguage(wanted)).toBe(picked);
});

it('writes dates as the reader does, where that is in the language of the page', () => {
  expect(pickLocale('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB');
  expect(pickLocale('es', ['de-DE', 'en-GB'])).toBe('es');
});

/** Every text by its path; functions stand for what they say about 2. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function')
    return [[path, (node as (...args: unknown[]) => string)(2, 2, 2)]];
  return Object.entries(node as object).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

/** Words that are the same in both languages. */
const SAME = /Crowdlens|^[\d\s%·–—.,°]*$|^(No|Error|Zoom|URL|Token|Total|WebRTC|ICE|RTT)$/;

it('is translated: hardly a text is the same in Spanish', () => {
  const spanish = new Map(texts(es));
  const untranslated = texts(en).filter(
    ([path, text]) => spanish.get(path) === text && text.length > 12 && !SAME.test(text),
  );
  expect(untranslated).toEqual([]);
});

it('has no empty text', () => {
  for (const [path, text] of [...texts(en), ...texts(es)]) expect(text, path).not.toBe('');
});

import { CompassPoint, CrowdEventKind, CrowdLevel, Weekday } from '@crowdlens/schema';
import type { AlertRule } from '@crowdlens/schema';
import { describe, expect, test } from 'vitest';
import { GAP_MS, RuleWatch } from './RuleWatch.js';

const { NONE, MIN, MED, MAX } = CrowdLevel;

const rule = (change: Partial<AlertRule> = {}): AlertRule => ({
  id: 'r',
  broadcastId: 'main',
  regionId: 'all',
  name: 'crowded',
  kind: CrowdEventKind.OCCUPANCY,
  minLevel: MED,
  directions: null,
  forSeconds: 10,
  cooldownSeconds: 60,
  activeHours: null,
  enabled: true,
  ...change,
});

const seen = (value: number, level: CrowdLevel) => ({ value, level });

/** Raised at 10 s, since 0. */
function raised(change: Partial<AlertRule> = {}): RuleWatch {
  const watch = new RuleWatch(rule(change));
  watch.see(seen(40, MED), 0);
  expect(watch.pass(10_000)).toEqual({ kind: 'raised', since: 0 });
  return watch;
}

describe('an alert is raised', () => {
  test.each([
    [NONE, false],
    [MIN, false],
    [MED, true],
    [MAX, true],
  ])('at level %s of a rule from MED on: %s', (level, isRaised) => {
    const watch = new RuleWatch(rule({ forSeconds: 0 }));
    expect(watch.see(seen(50, level), 0)?.kind === 'raised').toBe(isRaised);
    expect(watch.isOpen).toBe(isRaised);
  });

  test('when the level has lasted as long as the rule says, and once', () => {
    const watch = new RuleWatch(rule());
    expect(watch.see(seen(40, MED), 1000)).toBeUndefined();
    expect(watch.pass(10_999)).toBeUndefined();
    expect(watch.see(seen(70, MAX), 11_000)).toEqual({ kind: 'raised', since: 1000 });
    expect(watch.pass(12_000)).toBeUndefined();
  });

  test('not when the level was lower in between', () => {
    const watch = new RuleWatch(rule());
    watch.see(seen(40, MED), 0);
    watch.see(seen(20, MIN), 9000);
    watch.see(seen(40, MED), 9500);
    expect(watch.pass(19_000)).toBeUndefined();
    expect(watch.pass(19_500)).toEqual({ kind: 'raised', since: 9500 });
  });

  test('not when nobody looked in between', () => {
    const watch = new RuleWatch(rule());
    watch.see(seen(40, MED), 0);
    watch.pause();
    expect(watch.pass(60_000)).toBeUndefined();
    expect(watch.see(seen(40, MED), 61_000)).toBeUndefined();
    expect(watch.pass(71_000)).toEqual({ kind: 'raised', since: 61_000 });
  });

  test('in the hours of the rule only, and counted from their beginning', () => {
    const activeHours = {
      timeZone: 'UTC',
      periods: [{ days: [Weekday.THURSDAY], from: '00:01', to: '00:02' }],
    };
    // 1970 began on a Thursday.
    const watch = new RuleWatch(rule({ activeHours }));
    watch.see(seen(40, MED), 0);
    expect(watch.pass(59_000)).toBeUndefined();
    expect(watch.pass(60_000)).toBeUndefined();
    expect(watch.pass(70_000)).toEqual({ kind: 'raised', since: 60_000 });
    expect(watch.pass(119_000)).toBeUndefined();
    expect(watch.pass(119_000 + GAP_MS)).toEqual({ kind: 'ended', at: 119_000 });
  });

  test('for the directions of the rule', () => {
    const { N, S, SE } = CompassPoint;
    const watch = new RuleWatch(
      rule({ kind: CrowdEventKind.DIRECTION, minLevel: null, directions: [S, SE], forSeconds: 2 }),
    );
    watch.see({ compass: N }, 0);
    watch.see({ compass: S }, 1000);
    watch.see({ compass: SE }, 2000);
    expect(watch.pass(3000)).toEqual({ kind: 'raised', since: 1000 });
    expect(watch.compass).toBe(SE);
    expect(watch.peak).toBeUndefined();
    watch.see({ compass: null }, 4000);
    expect(watch.pass(3000 + GAP_MS)).toEqual({ kind: 'ended', at: 3000 });
  });
});

describe('an alert ends', () => {
  test('when the level has been lower for a while, at the moment from which it was', () => {
    const watch = raised();
    watch.see(seen(40, MED), 20_000);
    expect(watch.see(seen(5, NONE), 20_200)).toBeUndefined();
    expect(watch.pass(20_000 + GAP_MS - 1)).toBeUndefined();
    expect(watch.pass(20_000 + GAP_MS)).toEqual({ kind: 'ended', at: 20_000 });
    expect(watch.isOpen).toBe(false);
  });

  test('not when it was lower for a moment', () => {
    const watch = raised();
    watch.see(seen(0, NONE), 11_000);
    watch.see(seen(40, MED), 10_000 + GAP_MS - 1);
    watch.see(seen(0, NONE), 10_000 + GAP_MS);
    expect(watch.pass(10_000 + 2 * GAP_MS - 2)).toBeUndefined();
    expect(watch.isOpen).toBe(true);
  });

  test('not while nobody looks, nor at the first look; but when it is over then', () => {
    const watch = raised();
    watch.pause();
    expect(watch.pass(100_000)).toBeUndefined();
    expect(watch.see(seen(0, NONE), 100_000)).toBeUndefined();
    expect(watch.pass(100_000 + GAP_MS)).toEqual({ kind: 'ended', at: 10_000 });
  });

  test('when it is told to', () => {
    expect(new RuleWatch(rule()).end()).toBeUndefined();
    expect(raised().end()).toEqual({ kind: 'ended', at: 10_000 });
  });

  test('when the rule asks for more from now on', () => {
    const watch = raised();
    watch.change(rule({ minLevel: MAX }));
    expect(watch.pass(11_000)).toBeUndefined();
    expect(watch.pass(10_000 + GAP_MS)).toEqual({ kind: 'ended', at: 10_000 });
  });
});

test('after an alert the rule is quiet for its cooldown, then goes on with what lasts', () => {
  const watch = raised();
  watch.see(seen(0, NONE), 11_000);
  watch.pass(20_000);
  watch.see(seen(40, MED), 30_000);
  expect(watch.pass(69_999)).toBeUndefined();
  expect(watch.pass(70_000)).toEqual({ kind: 'raised', since: 30_000 });
});

test('it is quiet also after an alert of before a restart, as long as it says now', () => {
  const watch = new RuleWatch(rule({ forSeconds: 0, cooldownSeconds: 60 }));
  watch.endedBefore(10_000);
  watch.endedBefore(5000);
  watch.see(seen(40, MED), 20_000);
  expect(watch.pass(69_999)).toBeUndefined();
  watch.change(rule({ forSeconds: 0, cooldownSeconds: 30 }));
  expect(watch.pass(69_999)).toEqual({ kind: 'raised', since: 20_000 });
});

test('the peak is the highest value and the highest level, and begins anew with each alert', () => {
  const watch = raised();
  watch.see(seen(80, MED), 12_000);
  watch.see(seen(75, MAX), 13_000);
  watch.see(seen(50, MED), 14_000);
  expect(watch.peak).toEqual({ value: 80, level: MAX, at: 12_000 });
  watch.see(seen(0, NONE), 15_000);
  watch.pass(30_000);
  expect(watch.peak).toBeUndefined();
});

test('an alert of before a restart goes on', () => {
  const watch = new RuleWatch(rule());
  watch.resume(5000, { value: 60, level: MED, at: 4000 });
  expect(watch.see(seen(40, MED), 50_000)).toBeUndefined();
  expect(watch.peak).toEqual({ value: 60, level: MED, at: 4000 });
  expect(watch.end()).toEqual({ kind: 'ended', at: 50_000 });
});

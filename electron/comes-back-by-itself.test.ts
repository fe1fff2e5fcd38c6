import { describe, expect, test } from 'vitest';
import { delays } from './delays.ts';
import { Heartbeat, isWell } from './heartbeat.ts';
import { hourInJapan, MEMORY_LIMIT_MIB, restartReason } from './housekeeping.ts';
import { deathsInARow, staysClosed } from './restart-policy.ts';
import { findWatchdog } from './watchdog.ts';
import { wayOut } from './ways-out.ts';

/** With every beat in this time. */
function ask(heart: Heartbeat, from: number, until: number): void {
  for (let now = from; now <= until; now += 5) heart.asked(now);
}

describe('a heartbeat', () => {
  const limits = { start: 100, silence: 10, healthy: 30, beat: 5 };

  test('allows a start more time than a silence, and a restart is a start', () => {
    const heart = new Heartbeat(limits, 0);
    ask(heart, 0, 100);
    expect([heart.hangs(100), heart.hangs(101), heart.isAlive(50)]).toEqual([false, true, false]);
    ask(heart, 105, 150);
    heart.answered(150);
    ask(heart, 155, 160);
    expect([heart.isAlive(160), heart.hangs(160), heart.hangs(161)]).toEqual([true, false, true]);
    heart.restarted(170);
    ask(heart, 170, 270);
    expect([heart.hangs(270), heart.hangs(271), heart.isAlive(171)]).toEqual([false, true, false]);
  });

  test('has answered from the first answer since its start to the last: not while it started, nor while it hung', () => {
    const heart = new Heartbeat(limits, 0);
    expect(heart.answeredFor).toBe(0);
    heart.answered(90);
    expect(heart.answeredFor).toBe(0);
    heart.answered(99);
    expect(heart.answeredFor).toBe(9);
    heart.restarted(500);
    expect(heart.answeredFor).toBe(0);
  });

  test('is not well however often it begins anew and answers for a moment: only a run that answers for long is', () => {
    const heart = new Heartbeat(limits, 0);
    for (let now = 0; now < 1_000; now += 50) {
      heart.restarted(now);
      for (const answer of [10, 20, 39]) heart.answered(now + answer);
    }
    ask(heart, 0, 1_000);
    expect([heart.wasHealthy, heart.unhealthyFor(1_000)]).toEqual([false, 1_000]);
    heart.answered(1_000);
    expect([heart.wasHealthy, heart.unhealthyFor(1_001)]).toEqual([true, 1]);
  });

  test('does not count the time in which nobody asked: it was main that stalled', () => {
    const heart = new Heartbeat(limits, 0);
    heart.answered(0);
    expect(heart.hangs(500)).toBe(false);
    heart.asked(500);
    ask(heart, 500, 510);
    // Silent since then, and before the stall for two beats at most.
    expect(heart.hangs(510)).toBe(true);
    heart.answered(510);
    expect(heart.hangs(511)).toBe(false);
  });
});

test('the watchdog is fed while page and station are well; a station that main starts again is main’s own business', () => {
  expect(isWell({ page: true, station: 'answers' })).toBe(true);
  expect(isWell({ page: true, station: 'down' })).toBe(true);
  expect(isWell({ page: false, station: 'answers' })).toBe(false);
  expect(isWell({ page: true, station: 'hangs' })).toBe(false);
});

test('without a service manager nobody is told; with one, three times in its limit', () => {
  expect(findWatchdog({})).toBeNull();
  expect(findWatchdog({ NOTIFY_SOCKET: '/run/notify' })).toBeNull();
  const told: string[] = [];
  const watchdog = findWatchdog({ NOTIFY_SOCKET: '/run/notify', WATCHDOG_USEC: '60000000' }, (state) =>
    told.push(...state),
  );
  expect(watchdog?.everyMs).toBe(20_000);
  watchdog?.feed();
  expect(told).toEqual(['WATCHDOG=1']);
});

test.each([
  ['page', 'station'],
  ['station', 'page'],
] as const)('ready with %s and %s, once: an update whose station cannot start has not come up', (first, second) => {
  const told: string[] = [];
  const watchdog = findWatchdog({ NOTIFY_SOCKET: '/run/notify', WATCHDOG_USEC: '60000000' }, (state) =>
    told.push(...state),
  );
  watchdog?.up(first);
  watchdog?.up(first);
  expect(told).toEqual([]);
  watchdog?.up(second);
  watchdog?.up(first);
  expect(told).toEqual(['READY=1', 'WATCHDOG=1']);
});

test('deaths count in a row; a healthy run in between, and the next is the first again', () => {
  const runs = Array.from({ length: 5 }, () => ({ answeredMs: 0, killed: false }));
  expect(staysClosed(runs.slice(1).reduce(deathsInARow, 0))).toBe(false);
  expect(staysClosed(runs.reduce(deathsInARow, 0))).toBe(true);
  expect(deathsInARow(4, { answeredMs: delays.healthyRun, killed: false })).toBe(1);
});

test('a station that hung and was killed was not healthy, however long it ran', () => {
  expect(deathsInARow(4, { answeredMs: 60 * delays.healthyRun, killed: true })).toBe(5);
});

describe('it starts again by itself', () => {
  const night = { screen: 'home', staffAtWork: false, hour: 3, upMs: 24 * 3_600_000, memoryMiB: 300 };

  test('at night, and with too much memory at any hour', () => {
    expect(restartReason(night)).toBe('night');
    expect(restartReason({ ...night, hour: 12, memoryMiB: MEMORY_LIMIT_MIB + 1 })).toBe('memory');
  });

  test.each([
    ['a passenger is in front of it', { screen: 'charging' }],
    ['a passenger reads', { screen: 'inquiry' }],
    ['the station is gone', { screen: null }],
    ['staff are at work', { staffAtWork: true }],
  ])('not while %s', (_why, facts) => {
    expect(restartReason({ ...night, memoryMiB: MEMORY_LIMIT_MIB + 1, ...facts })).toBeNull();
  });

  test('not for memory within an hour of a start: what is too large at once would start again for ever', () => {
    const large = { ...night, hour: 12, memoryMiB: MEMORY_LIMIT_MIB + 1 };
    expect(restartReason({ ...large, upMs: 3_600_000 })).toBeNull();
    expect(restartReason({ ...large, upMs: 3_600_001 })).toBe('memory');
  });

  test.each([
    ['2026-11-24T18:00:00Z', 3],
    ['2026-11-24T15:00:00Z', 0],
    ['2026-11-25T14:59:59Z', 23],
  ])('by the clock of Japan, on a machine set to another zone: %s is %i', (moment, hour) => {
    expect(hourInJapan(new Date(moment))).toBe(hour);
  });

  test('not by day, and not twice in a night', () => {
    expect(restartReason({ ...night, hour: 5 })).toBeNull();
    expect(restartReason({ ...night, upMs: 3_600_000 })).toBeNull();
  });
});

test('how it ends tells the service manager what to do', () => {
  expect(wayOut('restart', true, true)).toEqual({ status: 0, relaunch: false });
  expect(wayOut('restart', false, true)).toEqual({ status: 0, relaunch: true });
  expect(wayOut('shut-down', true, true)).toEqual({ status: 64, relaunch: false });
});

test('a station that had not finished is no clean end: an update does not begin over its transfer', () => {
  expect(wayOut('restart', true, false)).toEqual({ status: 1, relaunch: false });
  expect(wayOut('closed', true, false)).toEqual({ status: 1, relaunch: false });
  expect(wayOut('shut-down', true, false)).toEqual({ status: 65, relaunch: false });
});

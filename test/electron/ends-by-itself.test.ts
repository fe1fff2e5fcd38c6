/**
 * What connects main's parts (electron/kiosk.ts), in the real main.ts: when it ends, how, and what is on the screen meanwhile.
 * Each connection is taken out once, to see a test miss it: wiring-taken-out.test.ts.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { delays } from '../../electron/delays.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../../renderer/staff/samples.ts';
import { startUnderClock } from './under-a-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let revision = 100;
function screen(name: string) {
  const sample = samples.find((each) => each.name === name);
  if (!sample) throw new Error(`there is no sample ${name}`);
  revision += 1;
  return screenOf(sample, 'ja', 'pink', revision);
}
const [staffSample] = staffSamples;
const staffScreen = () => staffScreenOf(staffSample as NonNullable<typeof staffSample>, 'ja', revision);

type Kiosk = Awaited<ReturnType<typeof startUnderClock>>;
let kiosk: Kiosk;
afterEach(() => kiosk.undo());

/** Main, with a station that shows this; `now`: in Japan. */
async function start(name = 'home', now = '13:00') {
  kiosk = await startUnderClock(`2026-11-24T${now}:00+09:00`);
  kiosk.station.says({ kind: 'screen', screen: screen(name) });
  await kiosk.settle();
  return kiosk;
}

/** The station has been asked to stop, and does; returns how main has ended. */
async function endOf({ station, exits, outside, settle }: Kiosk, status = 0) {
  expect(station.signals).toEqual(['SIGTERM']);
  // It may still be finishing: main waits.
  expect(exits).toEqual([]);
  station.ends(status);
  await settle();
  return { exits, relaunched: outside.relaunched };
}

function supervised(): void {
  vi.stubEnv('NOTIFY_SOCKET', '/run/notify');
  vi.stubEnv('WATCHDOG_USEC', '60000000');
}

describe('it starts again by itself', () => {
  test('at night in Japan, once it has been up for half a day, after its station has finished', async () => {
    await start();
    await kiosk.pass(13 * HOUR + 59 * MINUTE);
    expect(kiosk.station.signals).toEqual([]);
    await kiosk.pass(MINUTE);
    expect(await endOf(kiosk)).toEqual({ exits: [0], relaunched: 1 });
    expect(kiosk.complaints.join('\n')).toMatch(/starting again \(night;/);
  });

  test('under systemd it only ends: the unit starts it again', async () => {
    supervised();
    await start();
    await kiosk.pass(14 * HOUR);
    expect(await endOf(kiosk)).toEqual({ exits: [0], relaunched: 0 });
  });

  test('with too much memory, at noon, after an hour', async () => {
    await start('home', '12:00');
    kiosk.outside.memoryKiB = 1_600 * 1_024;
    await kiosk.pass(HOUR - MINUTE);
    expect(kiosk.station.signals).toEqual([]);
    await kiosk.pass(2 * MINUTE);
    expect(await endOf(kiosk)).toEqual({ exits: [0], relaunched: 1 });
    expect(kiosk.complaints.join('\n')).toMatch(/starting again \(memory; 1600 MiB/);
  });

  test('not while a passenger is served, nor while staff are at work, nor without a station; then it does', async () => {
    await start('charging', '14:30');
    await kiosk.pass(12 * HOUR + 45 * MINUTE);
    expect(kiosk.station.signals).toEqual([]);
    kiosk.station.says({ kind: 'screen', screen: screen('home') });
    kiosk.station.says({ kind: 'staff-screen', screen: staffScreen() });
    await kiosk.pass(45 * MINUTE);
    expect(kiosk.station.signals).toEqual([]);
    kiosk.station.says({ kind: 'staff-screen', screen: null });
    kiosk.station.ends(1);
    // It is started again, and has said nothing yet.
    await kiosk.pass(5 * MINUTE);
    expect(kiosk.station.signals).toEqual([]);
    kiosk.station.says({ kind: 'screen', screen: screen('home') });
    await kiosk.pass(MINUTE);
    expect(kiosk.station.signals).toEqual(['SIGTERM']);
  });
});

describe('staff end it', () => {
  test.each([
    ['restart', 0, 0, 1],
    ['restart', 1, 1, 1],
    ['shut-down', 0, 64, 0],
    // Not finished: the machine goes off all the same, and an update waits.
    ['shut-down', 1, 65, 0],
  ] as const)(
    'by "%s"; its station ends with %i: status %i, started again by itself %i times',
    async (act, stationStatus, status, relaunched) => {
      await start();
      kiosk.station.says({ kind: 'power', act });
      await kiosk.settle();
      expect(await endOf(kiosk, stationStatus)).toEqual({ exits: [status], relaunched });
    },
  );
});

test('switched off by staff just before it would start again by itself, it stays off', async () => {
  await start();
  kiosk.outside.memoryKiB = 1_600 * 1_024;
  await kiosk.pass(HOUR + MINUTE - 10_000);
  kiosk.station.says({ kind: 'power', act: 'shut-down' });
  await kiosk.pass(15_000);
  expect(kiosk.complaints.join('\n')).toMatch(/starting again \(memory;/);
  expect(await endOf(kiosk)).toEqual({ exits: [64], relaunched: 0 });
});

describe('it is ready', () => {
  const ready = () => kiosk.notified.includes('READY=1');
  const { execPath } = process;
  afterEach(() => {
    process.execPath = execPath;
  });

  test('when its station has lasted, and not with its first screen', async () => {
    supervised();
    await start();
    await kiosk.pass(delays.provenRun - delays.beat);
    kiosk.station.ends(1);
    await kiosk.pass(delays.firstPause);
    kiosk.station.says({ kind: 'screen', screen: screen('home') });
    await kiosk.pass(delays.provenRun - delays.beat);
    expect(ready()).toBe(false);
    await kiosk.pass(2 * delays.beat);
    expect(ready()).toBe(true);
  });

  test.each([
    [true, false],
    [false, true],
  ])('with a station that is closed, while an update is tried (%s): %s', async (tried, isReady) => {
    const home = mkdtempSync(join(tmpdir(), 'wester-trial-'));
    if (tried) writeFileSync(join(home, 'trying'), 'b\n');
    process.execPath = join(home, 'b', 'wester-kiosk');
    mkdirSync(join(home, 'b'));
    supervised();
    await start();
    for (let death = 1; death <= 5; death += 1) {
      kiosk.station.ends(1);
      await kiosk.pass(delays.longestPause);
    }
    kiosk.station.says({ kind: 'screen', screen: screen('home') });
    await kiosk.pass(2 * delays.provenRun);
    rmSync(home, { recursive: true });
    expect(ready()).toBe(isReady);
  });
});

describe('without its station', () => {
  test('the page says "one moment", and nothing of staff is left', async () => {
    await start();
    kiosk.station.says({ kind: 'staff-screen', screen: staffScreen() });
    await kiosk.settle();
    expect(kiosk.outside.windows).toHaveLength(2);
    kiosk.station.ends(1);
    await kiosk.settle();
    expect(kiosk.page.shown.at(-1)).toBeNull();
    expect(kiosk.outside.windows).toHaveLength(1);
  });

  test('after its fifth death in a row it says "out of service" in its own words, also to a page that is new', async () => {
    await start();
    const last = kiosk.page.shown.at(-1);
    for (let death = 1; death <= 5; death += 1) {
      expect(kiosk.page.shown.at(-1)?.body.id).not.toBe('out-of-service');
      kiosk.station.ends(1);
      await kiosk.pass(death < 5 ? delays.longestPause : 0);
    }
    const own = {
      profile: 'pink',
      stationName: '大阪駅 中央口 3号機',
      accepts: [],
      body: { id: 'out-of-service', reason: 'staff' },
    };
    expect(kiosk.page.shown.at(-1)).toMatchObject({ ...own, revision: Number(last?.revision) + 1 });
    const before = kiosk.page.shown.length;
    kiosk.page.crash();
    await kiosk.pass(0);
    expect(kiosk.page.shown.slice(before)).toMatchObject([own]);
  });
});

describe('a page that draws nothing', () => {
  test('is ended and loaded again, and the next one gets the true screen', async () => {
    await start();
    kiosk.page.draws = 'nothing';
    await kiosk.pass(delays.pageSilence - delays.beat);
    const before = kiosk.page.shown.length;
    kiosk.page.draws = null;
    await kiosk.pass(delays.beat);
    expect(kiosk.page.crashes).toBe(0);
    kiosk.page.draws = 'nothing';
    await kiosk.pass(delays.pageSilence + 2 * delays.beat);
    expect(kiosk.page.crashes).toBe(1);
    kiosk.page.draws = null;
    await kiosk.pass(delays.beat);
    expect(kiosk.page.shown.slice(before)).toEqual([kiosk.page.shown[before - 1]]);
    expect(kiosk.complaints.join('\n')).toMatch(/page: shows nothing in place of \d+, ending it/);
  });

  test('is not ready, nor shown; one that draws "please wait" is shown, one that draws a screen is ready', async () => {
    supervised();
    kiosk = await startUnderClock('2026-11-24T13:00:00+09:00');
    expect(kiosk.printed).toEqual(['page shown\n']);
    kiosk.page.draws = 'nothing';
    kiosk.station.says({ kind: 'screen', screen: screen('home') });
    await kiosk.pass(delays.beat);
    expect(kiosk.notified).toEqual([]);
    // The station has lasted: what is missing is a page that has drawn a screen.
    await kiosk.pass(delays.provenRun + delays.beat);
    expect(kiosk.notified).not.toContain('READY=1');
    kiosk.page.draws = null;
    await kiosk.pass(delays.provenRun + delays.beat);
    expect(kiosk.notified).toContain('READY=1');
  });

  test('is loaded again though nobody tells that it has ended', async () => {
    await start();
    kiosk.page.tellsItsEnd = false;
    kiosk.page.draws = 'nothing';
    await kiosk.pass(delays.pageSilence + 2 * delays.beat);
    expect([kiosk.page.crashes, kiosk.page.loads]).toEqual([1, 1]);
    kiosk.page.draws = null;
    await kiosk.pass(delays.endLimit);
    expect([kiosk.page.crashes, kiosk.page.loads]).toEqual([1, 2]);
  });

  test('again and again, for two minutes: the watchdog is not fed any more, and all is started anew', async () => {
    supervised();
    await start();
    kiosk.page.draws = 'nothing';
    await kiosk.pass(delays.pageLost + 20_000);
    const fed = kiosk.notified.length;
    expect(fed).toBeGreaterThan(2);
    await kiosk.pass(60_000);
    expect(kiosk.notified).toHaveLength(fed);
    expect(kiosk.complaints.join('\n')).toMatch(/watchdog: not fed, \{"page":false,"station":"answers"\}/);
  });

  test('is not ended because main itself has stalled', async () => {
    await start();
    await kiosk.pass(10 * delays.beat);
    kiosk.stall(40_000);
    await kiosk.pass(10 * delays.beat);
    expect([kiosk.page.crashes, kiosk.station.signals]).toEqual([0, []]);
  });

  test('in a window that is hidden is ended; the next one is shown with its first answer, though a sound never arrives', async () => {
    await start();
    await kiosk.pass(delays.beat);
    const [window] = kiosk.outside.windows;
    window?.hide();
    kiosk.page.isLoaded = false;
    await kiosk.pass(delays.pageSilence);
    expect([kiosk.page.crashes, window?.isVisible()]).toEqual([0, false]);
    await kiosk.pass(2 * delays.beat);
    await kiosk.pass(delays.beat);
    expect([kiosk.page.crashes, window?.isVisible()]).toEqual([1, true]);
    await kiosk.pass(delays.pageStart);
    expect(kiosk.page.crashes).toBe(1);
  });

  test.each([
    ['dies a second after it has answered', 1_000],
    ['answers once and hangs', null],
  ])('for long: one that %s is loaded after longer and longer pauses, and is not well', async (_how, dies) => {
    supervised();
    await start();
    await kiosk.pass(delays.healthyPage);
    kiosk.page.answers = dies === null ? 1 : null;
    kiosk.page.crash();
    const loads = kiosk.page.loads;
    const begin = performance.now();
    while (performance.now() - begin < delays.pageLost + 20_000) {
      const before = kiosk.page.loads;
      await kiosk.pass(dies ?? 500);
      if (dies !== null && kiosk.page.loads > before) {
        await kiosk.pass(dies);
        kiosk.page.crash();
      }
    }
    expect(kiosk.page.loads - loads).toBeLessThan(12);
    expect(kiosk.complaints.filter((line) => line.startsWith('page: gone')).at(-1)).toMatch(/in (\d{4,}) ms$/);
    const fed = kiosk.notified.length;
    await kiosk.pass(60_000);
    expect(kiosk.notified).toHaveLength(fed);
    expect(kiosk.complaints.join('\n')).toMatch(/watchdog: not fed, \{"page":false,"station":"answers"\}/);
  });

  test('of staff is ended and loaded again as well', async () => {
    await start();
    kiosk.station.says({ kind: 'staff-screen', screen: staffScreen() });
    await kiosk.settle();
    const [, staff] = kiosk.pages;
    await kiosk.pass(delays.beat);
    if (staff) staff.draws = 'nothing';
    await kiosk.pass(delays.pageSilence + 2 * delays.beat);
    expect([staff?.crashes, kiosk.page.crashes]).toEqual([1, 0]);
  });
});

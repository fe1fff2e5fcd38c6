/**
 * The real main.ts and preload (in the stand-in for Electron) with a real station, center and devices: everything that can
 * die dies in the middle of a transfer, and the machine comes back by itself with the money where it belongs.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { everythingOnceMore, inspect } from '../../rig/torture/kill.ts';
import { type Machine, newestInJournal, type Point, startMachine, visits } from './window-machine.ts';

const full = process.env.WESTER_TEST === 'full';

/** Where a transfer stands still, in turn, and what its journal says of it then: it is open, and so far. */
const moments = [
  ['intended', 'intended'],
  ['hold-answered', 'intended'],
  ['reserved', 'reserved'],
  ['writing', 'writing'],
  // The next station finds the one before, and settles it.
  ['settle-begun', 'unknown'],
  ['write-answered', 'writing'],
  ['settle-read', 'unknown'],
  ['written', 'written'],
  ['read-back', 'written'],
  ['finish-queued', 'written, not told'],
] as const satisfies readonly (readonly [Point, string])[];

describe('in the middle of a transfer', () => {
  // Every run counts as a healthy one: this is about what is in flight, not about how often.
  const limits = {
    healthyRun: 0,
    healthyPage: 0,
    firstPause: 20,
    beat: 100,
    pageSilence: 800,
    pageStart: 5_000,
    // Longer than a new page takes: the station stands still meanwhile.
    stationSilence: 6_000,
  };
  let machine: Machine;
  beforeAll(async () => {
    machine = await startMachine(limits);
  });
  afterAll(() => machine.remove());

  const restarts = full ? 200 : 10;
  test(
    `the station is killed, ${restarts} times in a row, in every phase: each time it comes back`,
    async () => {
      const visit = visits(machine.made, full ? 20 : 100);
      await machine.restartTo(moments[0][0]);
      for (let death = 0; death < restarts; death += 1) {
        const [point, phase] = moments[death % moments.length] as (typeof moments)[number];
        await machine.standsStill();
        expect([point, newestInJournal(machine.made)]).toEqual([point, phase]);
        const next = death + 1 < restarts ? (moments[(death + 1) % moments.length]?.[0] ?? null) : null;
        await machine.restartTo(next);
      }
      expect(new Set(await visit.end())).toEqual(new Set(['goodbye']));
    },
    full ? 3_600_000 : 180_000,
  );

  // A transfer of this passenger: there is nothing to settle here.
  const begun = moments.filter(([point]) => (full ? !point.startsWith('settle') : point === 'writing'));
  const strikes = begun.flatMap(([point, phase]) =>
    ['crash-page', 'hang-page', 'blank-page'].map((kind) => ({ kind, point, phase })),
  );
  test.each(strikes)(
    '$kind at "$point": a new page shows the true screen, and the passenger goes on',
    async ({ kind, point, phase }) => {
      const { made, stations, pages } = machine;
      if (machine.standsAt !== point) await machine.restartTo(point);
      const [stationsBefore, pagesBefore] = [stations.length, pages.length];
      const visit = visits(made, 100);
      await machine.standsStill();
      expect(newestInJournal(made)).toBe(phase);
      made.tell({ kind });
      await expect.poll(() => pages.length, { timeout: 30_000 }).toBe(pagesBefore + 1);
      machine.goOn();
      expect(new Set(await visit.end())).toEqual(new Set(['goodbye']));
      expect(stations).toHaveLength(stationsBefore);
    },
  );

  test('the station hangs: it is ended and started again', async () => {
    const { made, stations } = machine;
    if (machine.standsAt !== 'writing') await machine.restartTo('writing');
    const before = stations.length;
    const visit = visits(made, 100);
    await machine.standsStill();
    expect(newestInJournal(made)).toBe('writing');
    await expect.poll(() => stations.length, { timeout: 30_000 }).toBe(before + 1);
    expect(new Set(await visit.end())).toEqual(new Set(['goodbye']));
  });

  test('after all of it every invariant of the money holds', async () => {
    await everythingOnceMore(machine.made);
    expect(await inspect(machine.made)).toEqual([]);
  });
});

test('a station that dies five times in a row comes back closed, and stays so', async () => {
  const machine = await startMachine({ firstPause: 20, longestPause: 50 });
  const { made, stations } = machine;
  onTestFinished(() => machine.remove());
  await made.walk(10, ({ body }) => body.id === 'home');
  for (let death = 1; death <= 5; death += 1) {
    process.kill(stations.at(-1)?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => stations.length, { timeout: 30_000 }).toBe(death + 1);
  }
  expect(stations.map(({ args }) => args.includes('--closed'))).toEqual([false, false, false, false, false, true]);
  const end = await made.walk(10, ({ body }) => body.id === 'out-of-service');
  expect(end).toMatchObject({ body: { reason: 'staff' } });
});

const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const canNotify = has('systemd-notify') && has('python3');

/** systemd's end of the notification socket, by somebody else's hand: prints every datagram in one line. */
function listen(socket: string): ChildProcess {
  const script = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('bound', flush=True)
while True: print(s.recv(4096).decode().replace('\\n', ' '), flush=True)`;
  return spawn('python3', ['-c', script, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe.runIf(canNotify)('with a watchdog (needs systemd-notify and python3)', () => {
  test('main hangs in the middle of a transfer: it is not fed any more, all is started again, the money is right', async () => {
    const socket = join(mkdtempSync(join(tmpdir(), 'wester-notify-')), 'notify');
    const systemd = listen(socket);
    try {
      const told: string[] = [];
      const lines = createInterface({ input: systemd.stdout as NonNullable<typeof systemd.stdout> });
      lines.on('line', (line) => told.push(line));
      await expect.poll(() => told, { timeout: 10_000 }).toContain('bound');
      const limitMs = 3_000;
      const environment = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: String(limitMs * 1_000) };
      const machine = await startMachine({ beat: 200, healthyRun: 0, provenRun: 0 }, environment);
      const { made } = machine;
      onTestFinished(() => machine.remove());
      await expect.poll(() => told.join('\n'), { timeout: 60_000 }).toContain('READY=1');
      await machine.restartTo('written');
      const visit = visits(made, 100);
      await machine.standsStill();
      expect(newestInJournal(made)).toBe('written');
      process.kill(made.pid ?? 0, 'SIGSTOP');
      // What was on its way still arrives.
      await sleep(500);
      const count = told.length;
      await sleep(limitMs);
      expect(told).toHaveLength(count);
      // As systemd does: the whole unit.
      machine.killStation();
      await made.stopStation('SIGKILL');
      expect((await visit.end()).at(-1)).toBe('dead');
      await everythingOnceMore(made);
      expect(await inspect(made)).toEqual([]);
      expect(told.filter((line) => line.startsWith('WATCHDOG=1')).length).toBeGreaterThan(0);
    } finally {
      systemd.kill('SIGKILL');
    }
  });
});

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
import { everythingOnceMore, inspect, isOver } from '../../rig/torture/kill.ts';
import { Processes } from '../../rig/torture/processes.ts';
import { seededRandom } from '../../rig/torture/random.ts';

const root = join(import.meta.dirname, '../..');
const center = [process.execPath, join(root, 'cli/center.ts'), 'serve'];
const full = process.env.WESTER_TEST === 'full';

interface Told {
  kind: 'station';
  pid: number;
  args: string[];
}

type Machine = Awaited<ReturnType<typeof startMachine>>;

/** A machine with its window; `stations`, `pages`: every one that main has started. */
async function startMachine(limits: object, environment: Record<string, string> = {}) {
  const stations: Told[] = [];
  const pages: unknown[] = [];
  const made = new Processes(center, 1_200, {
    program: {
      entry: join(root, 'test/electron/run-main.ts'),
      args: [JSON.stringify(limits)],
      environment,
      onMessage: (message) => {
        const told = message as Told | { kind: 'page' };
        if (told.kind === 'station') stations.push(told);
        if (told.kind === 'page') pages.push(told);
      },
    },
  });
  await made.startCenter();
  made.startStation();
  return { made, stations, pages };
}

/** A charge during which `fault` strikes once, some time after the passenger has confirmed. */
async function chargeWith(made: Processes, points: number, afterMs: number, fault: () => Promise<void> | void) {
  let struck: Promise<void> | null = null;
  // The end of the visit before is still on the screen.
  await made.walk(points, ({ body }) => body.id === 'home');
  const end = await made.walk(points, isOver, () => {
    struck ??= sleep(afterMs).then(fault);
  });
  if (!struck) throw new Error('the fault has not struck: the passenger never came so far');
  await struck;
  return end === 'dead' ? 'dead' : end.body.id;
}

/** A charge takes about half a second with these devices: the faults lie all over it, ms. */
const LATEST_MS = 700;

describe('in the middle of a transfer', () => {
  // Every run counts as a healthy one: this is about what is in flight, not about how often.
  const limits = {
    healthyRun: 0,
    firstPause: 20,
    beat: 100,
    pageSilence: 800,
    pageStart: 5_000,
    stationSilence: 1_500,
  };
  let machine: Machine;
  beforeAll(async () => {
    machine = await startMachine(limits);
  });
  afterAll(() => machine.made.remove());

  const restarts = full ? 200 : 10;
  test(
    `the station is killed, ${restarts} times in a row: each time it comes back`,
    async () => {
      const { made, stations } = machine;
      const random = seededRandom(7);
      for (let death = 1; death <= restarts; death += 1) {
        const end = await chargeWith(made, full ? 20 : 100, random() * LATEST_MS, async () => {
          process.kill(stations.at(-1)?.pid ?? 0, 'SIGKILL');
          await expect.poll(() => stations.length, { timeout: 30_000 }).toBe(death + 1);
        });
        expect(end).toBe('goodbye');
      }
    },
    full ? 3_600_000 : 180_000,
  );

  test.each(['crash-page', 'hang-page'])(
    '%s: a new page shows the true screen, and the passenger goes on',
    async (kind) => {
      const { made, stations, pages } = machine;
      const [stationsBefore, pagesBefore] = [stations.length, pages.length];
      const end = await chargeWith(made, 100, 150, async () => {
        made.tell({ kind });
        await expect.poll(() => pages.length, { timeout: 30_000 }).toBeGreaterThan(pagesBefore);
      });
      expect(end).toBe('goodbye');
      expect(stations).toHaveLength(stationsBefore);
    },
  );

  test('the station hangs: it is ended and started again', async () => {
    const { made, stations } = machine;
    const before = stations.length;
    const end = await chargeWith(made, 100, 200, async () => {
      process.kill(stations.at(-1)?.pid ?? 0, 'SIGSTOP');
      await expect.poll(() => stations.length, { timeout: 30_000 }).toBe(before + 1);
    });
    expect(end).toBe('goodbye');
  });

  test('after all of it every invariant of the money holds', async () => {
    await everythingOnceMore(machine.made);
    expect(await inspect(machine.made)).toEqual([]);
  });
});

test('a station that dies five times in a row comes back closed, and stays so', async () => {
  const { made, stations } = await startMachine({ firstPause: 20, longestPause: 50 });
  onTestFinished(() => made.remove());
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
      const { made } = await startMachine({ beat: 200 }, environment);
      onTestFinished(() => made.remove());
      const end = await chargeWith(made, 100, 200, async () => {
        expect(told.join('\n')).toContain('READY=1');
        process.kill(made.pid ?? 0, 'SIGSTOP');
        // What was on its way still arrives.
        await sleep(500);
        const count = told.length;
        await sleep(limitMs);
        expect(told).toHaveLength(count);
        // As systemd does: the whole unit. The station dies with its parent.
        await made.stopStation('SIGKILL');
      });
      expect(['dead', 'goodbye']).toContain(end);
      await everythingOnceMore(made);
      expect(await inspect(made)).toEqual([]);
      expect(told.filter((line) => line.startsWith('WATCHDOG=1')).length).toBeGreaterThan(0);
    } finally {
      systemd.kill('SIGKILL');
    }
  });
});

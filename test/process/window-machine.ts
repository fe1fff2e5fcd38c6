/** A machine with its window (the real main.ts in the stand-in), whose station can be made to stand still inside a transfer. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, vi } from 'vitest';
import { systemClock } from '../../hardware/clock.ts';
import { isOver } from '../../rig/torture/kill.ts';
import { Processes } from '../../rig/torture/processes.ts';
import { isTold, openJournal } from '../../station/journal/index.ts';
import type { transferPoints } from '../../station/transfer/deps.ts';

const root = join(import.meta.dirname, '../..');
const center = [process.execPath, join(root, 'cli/center.ts'), 'serve'];

export type Point = (typeof transferPoints)[number];

interface Told {
  kind: 'station';
  pid: number;
  args: string[];
}

export type Machine = Awaited<ReturnType<typeof startMachine>>;

/** `stations`, `pages`: every one that main has started. `limits`: in place of those of electron/delays.ts. */
export async function startMachine(limits: object, environment: Record<string, string> = {}) {
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
  const started = (count: number) => vi.waitFor(() => expect(stations).toHaveLength(count), 60_000);
  await started(1);

  let standsAt: Point | null = null;
  const pid = () => stations.at(-1)?.pid ?? Number.NaN;
  const signal = (name: NodeJS.Signals) => process.kill(pid(), name);
  /** What the system says of the station; empty: it has gone. */
  const ps = (what: string) =>
    spawnSync('ps', ['-o', `${what}=`, '-p', String(pid())], { encoding: 'utf8' }).stdout.trim();
  return {
    made,
    stations,
    pages,
    /** Where the station that runs now stands still, in each of its transfers; null: nowhere. */
    get standsAt() {
      return standsAt;
    },
    killStation: () => signal('SIGKILL'),
    /** Kills the station, wherever it is; main starts the next, which stands still at this point. */
    async restartTo(point: Point | null): Promise<void> {
      const before = stations.length;
      made.tell({ kind: 'next-station', environment: point ? { WESTER_DIE_AT: point, WESTER_DIE_BY: 'SIGSTOP' } : {} });
      standsAt = point;
      // What was said before lies in main's channel by now; the next station is started some time after this one has gone.
      signal('SIGKILL');
      await started(before + 1);
    },
    /** Resolves when it stands there: nothing is written any more, and nothing has ended. */
    async standsStill(): Promise<void> {
      await expect.poll(() => ps('stat'), { timeout: 60_000, interval: 50 }).toMatch(/^T/);
    },
    goOn: () => signal('SIGCONT'),
    async remove(): Promise<void> {
      // One that stands still does not notice that its parent has gone. The number may be another's by now.
      if (ps('args').includes(made.folder)) signal('SIGKILL');
      await made.remove();
    },
  };
}

/** What the journal on the disk says of its newest transfer whose end the center does not know: its phase; null: there is none. */
export function newestInJournal(made: Processes): string | null {
  // Of a copy: the file itself belongs to the station, which stands still and writes nothing.
  const copy = mkdtempSync(join(tmpdir(), 'wester-copy-'));
  const name = basename(made.journalFile);
  for (const file of readdirSync(dirname(made.journalFile))) {
    if (file.startsWith(name)) cpSync(join(dirname(made.journalFile), file), join(copy, file));
  }
  const journal = openJournal({
    path: join(copy, name),
    stationId: made.stationId,
    clock: systemClock,
    newId: () => crypto.randomUUID(),
  });
  if (!journal.ok) throw new Error(`the journal is refused: ${JSON.stringify(journal.error)}`);
  const { state } = journal.value;
  // In the order in which they were begun; those of which the center has heard are not kept.
  const newest = [...state.transfers.values()].at(-1);
  const isQueued = newest !== undefined && isTold(state, newest.transferId);
  journal.value.close();
  rmSync(copy, { recursive: true });
  return newest ? newest.phase + (isQueued ? ', not told' : '') : null;
}

/** A passenger, and the next one, until somebody calls `end`: the last visit is finished, and how each ended is returned. */
export function visits(made: Processes, points: number): { end(): Promise<string[]> } {
  let isLast = false;
  const ends: string[] = [];
  const all = (async () => {
    while (!isLast || ends.length === 0) {
      // The end of the visit before is still on the screen.
      await made.walk(points, ({ body }) => body.id === 'home');
      const end = await made.walk(points, isOver);
      ends.push(end === 'dead' ? 'dead' : end.body.id);
      if (end === 'dead') break;
    }
    return ends;
  })();
  return {
    end: () => {
      isLast = true;
      return all;
    },
  };
}

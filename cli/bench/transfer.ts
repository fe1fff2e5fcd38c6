/**
 * A point charge as the passenger waits for it: from the touch on "confirm" to the screen that says it is done, against
 * what nobody can make quicker: the bytes on the line, the card in the air, the journal's way onto the disk.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { WorldCard } from '../../rig/torture/world.ts';
import { type Figure, median, type Section, spreadOf } from './figure.ts';
import { type LiveStation, liveStation } from './live-station.ts';

const RATIO_GOAL = 1.5;
const WARM_UP = 3;
const RUNS = 10;
const RUNS_FULL = 60;
const POINTS = 100;
/** `intended`, `reserved`, `writing`, `written` with its message: each on the disk before the next step (design §3). */
const SYNCS = 4;
/** About what an entry of the journal takes, bytes. */
const ENTRY_BYTES = 260;

interface Charge {
  readonly ms: number;
  readonly wireMs: number;
  readonly airMs: number;
  /** From one named moment of the money path to the next, ms. */
  readonly steps: readonly { readonly to: string; readonly ms: number }[];
}

async function charge(live: LiveStation, card: WorldCard): Promise<Charge> {
  live.touch({ type: 'choose-job', job: 'point-charge' });
  await live.until('lay-card');
  live.reader.field.lay(card.card);
  await live.until('choose-amount');
  live.touch({ type: 'choose-amount', points: POINTS });
  await live.until('confirm-charge');
  live.moments.length = 0;
  Object.assign(live.spent, { wireMs: 0, airMs: 0 });
  const begun = performance.now();
  live.touch({ type: 'confirm' });
  await live.until('charged');
  const ended = performance.now();
  const measured = { ms: ended - begun, wireMs: live.spent.wireMs, airMs: live.spent.airMs };
  const points = live.moments.filter(({ at }) => at <= ended);
  const steps = [...points.map(({ point, at }) => ({ to: point as string, at })), { to: 'the screen', at: ended }].map(
    ({ to, at }, index, all) => ({ to, ms: at - (all[index - 1]?.at ?? begun) }),
  );
  live.touch({ type: 'receipt', wanted: false });
  await live.until('goodbye');
  live.reader.field.lift();
  await live.until('home');
  return { ...measured, steps };
}

/** One entry onto this disk and nothing else: SQLite, its log, `synchronous=FULL`, as the journal has it. */
function oneSync(times: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'wester-sync-'));
  const database = new DatabaseSync(join(folder, 'one.sqlite'));
  try {
    database.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL');
    database.exec('CREATE TABLE entries (number INTEGER PRIMARY KEY, body TEXT)');
    const insert = database.prepare('INSERT INTO entries (body) VALUES (?)');
    const body = 'x'.repeat(ENTRY_BYTES);
    const took = Array.from({ length: times }, () => {
      const begun = performance.now();
      insert.run(body);
      return performance.now() - begun;
    });
    return median(took);
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function whole(charges: readonly Charge[], syncMs: number): Figure {
  const least = ({ wireMs, airMs }: Charge): number => wireMs + airMs + SYNCS * syncMs;
  const ratios = charges.map((each) => each.ms / least(each));
  const ratio = median(ratios);
  const [wire, air] = [median(charges.map(({ wireMs }) => wireMs)), median(charges.map(({ airMs }) => airMs))];
  return {
    what: `touch on "confirm" to "done", median of ${charges.length}`,
    value: `${median(charges.map(({ ms }) => ms)).toFixed(0)} ms`,
    spread: spreadOf(ratios),
    against: {
      what: `what it must take (line ${wire.toFixed(0)} ms, air and card ${air.toFixed(0)} ms, ${SYNCS} writes to the disk ${(SYNCS * syncMs).toFixed(1)} ms)`,
      ratio,
    },
    goal: { says: `≤ ${RATIO_GOAL}`, met: ratio <= RATIO_GOAL },
  };
}

/** Where the time goes: each step of the money path as a part of the whole. */
function* parts(charges: readonly Charge[]): Generator<Figure> {
  const total = median(charges.map(({ ms }) => ms));
  const names = charges[0]?.steps.map(({ to }) => to) ?? [];
  for (const [index, name] of names.entries()) {
    const ms = median(charges.map(({ steps }) => steps[index]?.ms ?? 0));
    yield {
      what: `… of it, to ${name}`,
      value: `${ms.toFixed(1)} ms`,
      against: { what: 'the whole', ratio: ms / total },
    };
  }
}

export const transfer: Section = {
  name: 'transfer',
  async *run({ full }) {
    const live = await liveStation();
    try {
      await live.until('home');
      const runs = full ? RUNS_FULL : RUNS;
      const charges: Charge[] = [];
      for (let run = 0; run < WARM_UP + runs; run++) {
        const done = await charge(live, live.world.addCard({ balanceYen: 1_000, points: 5_000 }));
        if (run >= WARM_UP) charges.push(done);
      }
      yield whole(charges, oneSync(200));
      yield* parts(charges);
    } finally {
      await live.stop();
    }
  },
};

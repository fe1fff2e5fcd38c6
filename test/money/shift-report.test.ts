/** What a shift comes to: from the journal, compared with the ledger line by line, also across two files of the journal. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { CenterClient } from '../../center/contract/index.ts';
import { hears } from '../../rig/torture/hears.ts';
import { handlerClient } from '../../station/center/in-process.ts';
import type { ShiftReport } from '../../station/contract/staff-money.ts';
import type { Journal } from '../../station/journal/index.ts';
import { checkChain } from '../../station/staff/check-chain.ts';
import { searchJournal } from '../../station/staff/search.ts';
import { closedShifts, closeShift, draftShift, type ShiftDeps } from '../../station/staff/shift.ts';
import { storyOf } from '../../station/staff/story.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

function client(): CenterClient {
  return handlerClient({ handle: (name, body) => at.world.handle(name, body) }, { clock: at.world.clock });
}

function deps(journal: Journal = at.station.journal): ShiftDeps {
  return { journal, center: client(), businessDate: () => at.world.today };
}

async function draft(from: ShiftDeps = deps()): Promise<ShiftReport> {
  const drafted = await at.station.run(draftShift(from));
  if (!drafted.ok) throw new Error(JSON.stringify(drafted.error));
  return drafted.value;
}

async function charge(points: number): Promise<void> {
  at.station.lay(at.card);
  await at.station.visit(at.card, points);
  await at.world.clock.advance(10_000);
}

/** A charge whose card is lifted: it stays unknown until the card is laid again. */
async function lift(points: number): Promise<void> {
  at.station.simulator.arm({ kind: 'lift', moment: 'inside' }, { packet: hears.write });
  await charged(at, points);
  await at.world.clock.advance(10_000);
}

const zero = { count: 0, points: 0 };

test('a quiet shift has nothing in it and agrees', async () => {
  at = await scene();
  expect(await draft()).toMatchObject({
    number: 1,
    from: 1,
    firstDay: null,
    charged: zero,
    unresolved: { count: 0, points: 0, lines: [] },
    ledger: { kind: 'agrees', compared: 0 },
  });
});

test('charges, an unresolved one and its end fall into the shifts in which they were journaled', async () => {
  at = await scene();
  await charge(1_000);
  await charge(500);
  await lift(300);
  const first = await draft();
  expect(first).toMatchObject({
    charged: { count: 2, points: 1_500 },
    voided: zero,
    unresolved: { count: 1, points: 300 },
    ledger: { kind: 'agrees', compared: 3 },
  });
  expect(closeShift(deps(), first)).toEqual({ ok: true, value: undefined });
  // Closed once: the same report cannot be closed again.
  expect(closeShift(deps(), first)).toEqual({ ok: false, error: { kind: 'journal-went-on' } });

  at.station.lay(at.card);
  await at.station.settleAll(at.card);
  await at.world.clock.advance(10_000);
  await charge(200);
  const second = await draft();
  expect(second).toMatchObject({
    number: 2,
    from: first.to + 1,
    charged: { count: 2, points: 500 },
    unresolved: { count: 0 },
    ledger: { kind: 'agrees', compared: 2 },
  });
  expect(closeShift(deps(), second).ok).toBe(true);
  expect(await closedShifts(at.station.journal)).toEqual([first, second]);
  // After a restart the next one goes on where the last one ended.
  await at.station.restart();
  expect(await draft()).toMatchObject({ number: 3, from: second.to + 1, charged: zero });
});

test('a report that money has moved past is not closed', async () => {
  at = await scene();
  const early = await draft();
  await charge(100);
  expect(closeShift(deps(), early)).toEqual({ ok: false, error: { kind: 'journal-went-on' } });
  expect(at.station.journal.state.lastShift).toEqual({ number: 0, to: 0 });
});

test('an end that waits for the center is named as that, and nothing else is', async () => {
  at = await scene();
  await charge(100);
  at.station.network = (name) => (name === 'finish' ? { kind: 'lose-request' } : { kind: 'none' });
  await charge(200);
  expect((await draft()).ledger).toMatchObject({
    kind: 'differs',
    compared: 2,
    count: 1,
    lines: [{ kind: 'not-told-yet', station: 'settled', center: 'held', stationPoints: 200, centerPoints: 200 }],
  });
});

test('the center is silent: nothing is claimed about the ledger', async () => {
  at = await scene();
  await charge(100);
  at.world.killCenter();
  expect((await draft()).ledger).toEqual({ kind: 'not-compared' });
});

test.each([
  ['an end turned round', `UPDATE transfer_ends SET state = 'voided'`, 'other-end'],
  ['a transfer lost', 'DELETE FROM transfers', 'unknown-at-center'],
  ['other points', `UPDATE transfers SET request = json_set(request, '$.evidence.points', 400)`, 'other-points'],
  [
    'a transfer that the journal has never heard of',
    `INSERT INTO transfers SELECT '00000000-0000-4000-8000-000000000001', 'JW0000000000000A1', request, outcome, answer FROM transfers`,
    'unknown-at-station',
  ],
] as const)('%s at the center is a line of the report', async (_what, sql, kind) => {
  at = await scene();
  await charge(500);
  const { books } = at.world;
  books.exec('PRAGMA foreign_keys = OFF');
  for (const table of ['transfers', 'transfer_ends']) {
    books.exec(`DROP TRIGGER ${table}_never_updated; DROP TRIGGER ${table}_never_deleted`);
  }
  books.exec(sql);
  if (kind === 'unknown-at-center') books.exec('DELETE FROM transfer_ends');
  expect((await draft()).ledger).toMatchObject({ kind: 'differs', count: 1, lines: [{ kind }] });
});

/** The journal as it is after its first entries were sealed in an archive: only the rest is in its own file. */
function continued(first: number): Journal {
  const { journal } = at.station;
  const archive = join(dirname(journal.path), 'archive');
  mkdirSync(archive, { recursive: true });
  const exported = journal.export(join(archive, 'journal-2022.sqlite'));
  if (!exported.ok) throw new Error(exported.error.detail);
  return {
    ...journal,
    path: journal.path,
    stationId: journal.stationId,
    get state() {
      return journal.state;
    },
    head: () => journal.head(),
    append: (...bodies) => journal.append(...bodies),
    entries: (from = 1) => journal.entries(Math.max(from, first)),
  };
}

test('a shift that began before the journal was continued reads the archive', async () => {
  at = await scene();
  await charge(1_000);
  await lift(300);
  const first = at.station.journal.head().entry + 1;
  const journal = continued(first);
  at.station.lay(at.card);
  await at.station.settleAll(at.card);
  await at.world.clock.advance(10_000);
  const report = await draft(deps(journal));
  expect(report).toMatchObject({ from: 1, charged: { count: 2, points: 1_300 }, ledger: { kind: 'agrees' } });
  // The next shift begins in the new file, and a transfer that began in the archive ends in it.
  expect(await at.station.run(checkChain(journal))).toMatchObject({ kind: 'whole', from: first });
  const [hit] = (
    await at.station.run(searchJournal(at.station.journal, { kind: 'day', on: at.world.today, between: null }))
  ).hits;
  const story = await at.station.run(storyOf(journal, hit?.what.kind === 'transfer' ? hit.what.transferId : ''));
  expect(story[0]?.what.kind).toBe('intended');
  const searched = await at.station.run(searchJournal(journal, { kind: 'day', on: at.world.today, between: null }));
  expect(searched.complete).toBe(false);
});

test('without that archive there is no report, rather than a wrong one', async () => {
  at = await scene();
  await charge(1_000);
  const { journal } = at.station;
  const first = journal.head().entry + 1;
  await charge(100);
  const cut = { ...continued(first), path: '/nowhere/journal.sqlite' };
  Object.defineProperty(cut, 'state', { get: () => journal.state });
  expect(await at.station.run(draftShift(deps(cut)))).toEqual({ ok: false, error: { kind: 'entries-missing' } });
});

test('the story of a transfer, from its evidence to the answer of the center', async () => {
  at = await scene();
  await lift(300);
  await at.station.restart();
  at.station.lay(at.card);
  await at.station.settleAll(at.card);
  await at.world.clock.advance(10_000);
  const { journal } = at.station;
  const tail = at.card.cardNumber.slice(-4);
  const { hits } = await at.station.run(searchJournal(journal, { kind: 'card-tail', cardTail: tail }));
  const [hit] = hits;
  expect(hit).toMatchObject({ cardTail: tail, what: { kind: 'transfer', points: 300, state: 'written' } });
  if (hit?.what.kind !== 'transfer') throw new Error('no transfer');
  const byReference = await at.station.run(
    searchJournal(journal, { kind: 'reference', reference: hit.what.reference }),
  );
  expect(byReference.hits).toEqual([hit]);
  const story = await at.station.run(storyOf(journal, hit.what.transferId));
  expect(story.map(({ what }) => what.kind)).toEqual([
    'intended',
    'reserved',
    'writing',
    'unknown',
    'restarted',
    'written',
    'telling',
    'told',
  ]);
  // Times are told within one run of the station only.
  expect(story[0]?.afterMs).toBe(0);
  expect(story.slice(4).every(({ afterMs }) => afterMs === null)).toBe(true);
  expect(await at.station.run(storyOf(journal, 'no such transfer'))).toEqual([]);
});

test('the running journal is checked link by link, with progress', async () => {
  at = await scene();
  for (let count = 0; count < 400; count++) {
    at.station.journal.append(
      { kind: 'receipt-prepared', number: count * 2 + 1, original: null, about: 'x' },
      { kind: 'receipt-prepared', number: count * 2 + 2, original: null, about: 'y' },
      { kind: 'receipt-sending', number: count * 2 + 1 },
    );
  }
  const { journal } = at.station;
  const progress: number[] = [];
  const checked = await at.station.run(checkChain(journal, { onProgress: (done) => progress.push(done) }));
  expect(checked).toEqual({ kind: 'whole', from: 1, to: journal.head().entry, hash: journal.head().hash });
  expect(progress).toEqual([1_000, journal.head().entry]);

  const tampered: Journal = {
    ...continued(1),
    head: () => journal.head(),
    *entries(first = 1) {
      for (const entry of journal.entries(first)) {
        if (entry.number === 700) yield { ...entry, atMs: entry.atMs + 1 };
        else if (entry.number !== 900) yield entry;
      }
    },
  };
  expect(await at.station.run(checkChain(tampered))).toEqual({ kind: 'broken', entry: 700 });
});

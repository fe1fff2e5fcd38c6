/** The rooms "money" and "journal": closed and printed, searched and checked, taken away on a medium. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { staffFiles } from '../../station/staff/assemble.ts';
import { verifyArchive } from '../../station/staff/export/verify-archive.ts';
import { referenceOf } from '../../station/transfer/reference.ts';
import { type FlowBench, flowBench } from '../flows/bench.ts';
import { journalOf } from './written-down.ts';

async function charge(bench: FlowBench, points: number) {
  const card = bench.addCard();
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  bench.lay(card);
  await bench.see('choose-amount');
  await bench.touch({ type: 'choose-amount', points });
  await bench.see('confirm-charge');
  await bench.touch({ type: 'confirm' });
  await bench.see('charged');
  await bench.touch({ type: 'receipt', wanted: true });
  await bench.see('goodbye');
  bench.lift(card);
  await bench.see('home', 60_000);
  return card;
}

/** Waits in real time too: exports and walks through the journal are the disk's, not the clock's. */
async function inRealTime(bench: FlowBench, id: string): Promise<void> {
  for (let count = 0; count < 500 && bench.staff.body.id !== id; count++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await bench.wait(10);
  }
  expect(bench.staff.body.id).toBe(id);
}

test('a shift is added up, agrees with the ledger, is closed once and printed as an original once', async () => {
  const bench = await flowBench();
  await charge(bench, 1_000);
  await charge(bench, 500);
  await bench.comeIn('attendant');
  await bench.staffTouch({ type: 'open-room', room: 'money' });
  const draft = await bench.seeStaff('shift');
  expect(draft).toMatchObject({
    isClosed: false,
    report: {
      number: 1,
      charged: { count: 2, points: 1_500 },
      receipts: { printed: 2, unknown: 0 },
      ledger: { kind: 'agrees', compared: 2 },
    },
  });
  await bench.staffTouch({ type: 'close-shift' });
  const closed = await bench.seeStaff('shift');
  expect(closed).toMatchObject({ isClosed: true, report: { number: 1, charged: { points: 1_500 } } });
  await bench.staffTouch({ type: 'print' });
  await bench.wait(20_000);
  expect(await bench.seeStaff('shift')).toMatchObject({ printed: 'printed' });
  expect(bench.paper).toContain('締切票');
  expect(bench.paper).not.toContain('再発行');
  const entries = journalOf(bench).flatMap((body) => (body.kind === 'shift-closed' ? [body.report] : []));
  expect(entries).toEqual([closed.report]);

  // The next one is empty; the last one comes out again, marked.
  await bench.staffTouch({ type: 'refresh' });
  await bench.wait(1_000);
  expect(await bench.seeStaff('shift')).toMatchObject({
    isClosed: false,
    report: { number: 2, charged: { count: 0 } },
  });
  await bench.staffTouch({ type: 'show-last-shift' });
  await bench.wait(1_000);
  expect(await bench.seeStaff('shift')).toMatchObject({ isClosed: true, report: { number: 1 } });
  await bench.staffTouch({ type: 'print' });
  await bench.wait(20_000);
  expect(bench.paper).toContain('再発行');
});

test('the journal is searched by reference, card, day and time, and checked', async () => {
  const bench = await flowBench();
  const card = await charge(bench, 700);
  await bench.comeIn('attendant');
  await bench.staffTouch({ type: 'open-room', room: 'journal' });
  const { entries } = await bench.seeStaff('journal');
  const begun = journalOf(bench).find(({ kind }) => kind === 'transfer-intended');
  const reference = begun?.kind === 'transfer-intended' ? referenceOf(begun.transferId) : '';
  const wanted = [
    { kind: 'reference', reference },
    { kind: 'card-tail', cardTail: card.cardNumber.slice(-4) },
    { kind: 'day', on: bench.today, between: null },
    // The bench begins at noon by its wall clock; the last one goes over midnight.
    { kind: 'day', on: bench.today, between: { from: 720, to: 730 } },
    { kind: 'day', on: bench.today, between: { from: 1380, to: 730 } },
  ] as const;
  for (const what of wanted) {
    await bench.staffTouch({ type: 'choose-search', by: what.kind });
    await bench.seeStaff('search');
    await bench.staffTouch({ type: 'search', wanted: what });
    await inRealTime(bench, 'hits');
    expect(await bench.seeStaff('hits')).toMatchObject({
      count: 1,
      complete: true,
      timeless: 0,
      hits: [
        {
          time: expect.stringMatching(/^12:0\d$/),
          what: { kind: 'transfer', reference, points: 700, state: 'written' },
        },
      ],
    });
    await bench.staffTouch({ type: 'open-hit', at: 0 });
    await inRealTime(bench, 'hit');
    expect((await bench.seeStaff('hit')).story.map(({ what: { kind } }) => kind)).toEqual([
      'intended',
      'reserved',
      'writing',
      'written',
      'telling',
      'told',
    ]);
    for (const screen of ['hits', 'search', 'journal'] as const) {
      await bench.staffTouch({ type: 'back' });
      await bench.seeStaff(screen);
    }
  }
  const nothing = [
    { kind: 'reference', reference: 'AAAA-AAAA' },
    { kind: 'day', on: bench.today, between: { from: 540, to: 719 } },
  ] as const;
  for (const what of nothing) {
    await bench.staffTouch({ type: 'choose-search', by: what.kind });
    await bench.staffTouch({ type: 'search', wanted: what });
    await inRealTime(bench, 'hits');
    expect(await bench.seeStaff('hits')).toMatchObject({ count: 0, hits: [], timeless: 0 });
    await bench.staffTouch({ type: 'back' });
    await bench.staffTouch({ type: 'back' });
  }
  for (const between of [null, { from: 720, to: 730 }]) {
    await bench.staffTouch({ type: 'choose-search', by: 'staff-log' });
    await bench.staffTouch({ type: 'search', wanted: { kind: 'staff-log', on: bench.today, between } });
    const { lines, count, timeless } = await bench.seeStaff('staff-log');
    expect([count, timeless]).toEqual([lines.length, 0]);
    expect(lines).toContainEqual({
      on: bench.today,
      time: '12:00',
      who: 'A-1',
      what: 'session-begun',
      detail: 'attendant',
    });
    expect(lines[0]).toMatchObject({ who: 'A-1', what: 'act', detail: 'search-journal staff-log' });
    await bench.staffTouch({ type: 'back' });
    await bench.staffTouch({ type: 'back' });
  }
  // Without a day: the newest, whatever the clock says.
  await bench.staffTouch({ type: 'choose-search', by: 'staff-log' });
  await bench.staffTouch({ type: 'search', wanted: { kind: 'staff-log', on: null, between: null } });
  expect((await bench.seeStaff('staff-log')).lines.at(-1)).toMatchObject({ what: 'audit-begun' });
  await bench.staffTouch({ type: 'back' });
  await bench.staffTouch({ type: 'back' });
  await bench.staffTouch({ type: 'choose-search', by: 'staff-log' });
  await bench.staffTouch({
    type: 'search',
    wanted: { kind: 'staff-log', on: bench.today, between: { from: 540, to: 719 } },
  });
  expect(await bench.seeStaff('staff-log')).toMatchObject({ count: 0, lines: [] });
  await bench.staffTouch({ type: 'back' });
  await bench.staffTouch({ type: 'back' });
  await bench.staffTouch({ type: 'check-chain' });
  await inRealTime(bench, 'journal');
  expect((await bench.seeStaff('journal')).chain).toEqual({ kind: 'whole', from: 1, to: entries });
});

test('exported to a medium, and good elsewhere; a medium that is gone is told', async () => {
  const bench = await flowBench();
  await charge(bench, 700);
  await bench.comeIn('engineer');
  await bench.staffTouch({ type: 'open-room', room: 'money' });
  await bench.seeStaff('shift');
  await bench.staffTouch({ type: 'close-shift' });
  await bench.wait(1_000);
  expect(await bench.seeStaff('shift')).toMatchObject({ isClosed: true });
  await bench.staffTouch({ type: 'back' });
  await bench.seeStaff('menu');
  await bench.staffTouch({ type: 'open-room', room: 'journal' });
  const { fingerprint, rig } = await bench.seeStaff('journal');
  expect(rig).toBe(true);
  await bench.staffTouch({ type: 'choose-medium' });
  const { media } = await bench.seeStaff('choose-medium');
  const at = media.indexOf(bench.exportFolder);
  await bench.staffTouch({ type: 'export-to', at });
  await inRealTime(bench, 'exported');
  const done = await bench.seeStaff('exported');
  expect(done.fingerprint).toBe(fingerprint);
  expect(readdirSync(bench.exportFolder)).toEqual([done.file]);
  const verified = await verifyArchive(join(bench.exportFolder, done.file));
  if (!verified.ok) throw new Error(JSON.stringify(verified.error));
  const names = verified.value.manifest.files.map(({ name }) => name);
  expect(names).toEqual(['journal.sqlite', 'audit.sqlite', 'shifts.json', 'shifts.csv']);
  expect(readdirSync(bench.dataFolder)).not.toContain(staffFiles.scratch);

  await bench.staffTouch({ type: 'confirm' });
  await bench.seeStaff('journal');
  await bench.staffTouch({ type: 'choose-medium' });
  await bench.seeStaff('choose-medium');
  rmSync(bench.exportFolder, { recursive: true });
  await bench.staffTouch({ type: 'export-to', at });
  await inRealTime(bench, 'export-failed');
  expect(await bench.seeStaff('export-failed')).toMatchObject({ why: 'gone' });
});

test('an attendant takes no journal away: it names cards in full', async () => {
  const bench = await flowBench();
  await bench.comeIn('attendant');
  await bench.staffTouch({ type: 'open-room', room: 'journal' });
  await bench.seeStaff('journal');
  expect(bench.staff.accepts).not.toContain('choose-medium');
  const { session, revision } = bench.staff;
  bench.station.staff.receive({
    kind: 'intent',
    message: { session, revision, intent: { type: 'choose-medium' } },
  });
  await bench.wait(1_000);
  expect(bench.staff.body.id).toBe('journal');
  expect(bench.station.staff.refused.notOffered).toBe(1);
});

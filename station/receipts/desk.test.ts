import { describe, expect, test } from 'vitest';
import { type PrinterBench, printerBench } from '../../hardware/printer/testing.ts';
import { fail, ok } from '../../hardware/result.ts';
import { apply, emptyState } from '../journal/state.ts';
import { createReceiptDesk, type ReceiptDesk, type ReceiptEntry, type ReceiptJournal } from './desk.ts';
import { sampleImprint, samples } from './samples.ts';

/** A journal in memory that can refuse to write. */
class MemoryJournal implements ReceiptJournal {
  readonly written: ReceiptEntry[] = [];
  full = false;

  get state() {
    const state = emptyState();
    for (const entry of this.written) apply(state, entry);
    return state;
  }

  append(...bodies: readonly ReceiptEntry[]) {
    if (this.full) return fail('full');
    this.written.push(...bodies);
    return ok(null);
  }
}

function deskOn(bench: PrinterBench, journal: ReceiptJournal): ReceiptDesk {
  return createReceiptDesk({
    printer: bench.printer,
    journal,
    stationName: sampleImprint.stationName,
    widthMm: 80,
    language: () => 'ja',
    pointName: () => sampleImprint.pointName,
  });
}

async function printed(bench: PrinterBench, desk: ReceiptDesk, kind: keyof typeof samples) {
  let result: Awaited<ReturnType<ReceiptDesk['print']>> | null = null;
  void desk.print({ ...samples[kind] }).then((value) => {
    result = value;
  });
  await bench.clock.advanceUntil(() => result !== null, 120_000);
  return result;
}

const isReprint = (text: string | undefined): boolean => text?.includes('再発行') ?? false;

describe('an original is printed at most once (I6)', () => {
  test('a second print says so and bears the first one’s number', async () => {
    const bench = await printerBench();
    const journal = new MemoryJournal();
    const desk = deskOn(bench, journal);
    await printed(bench, desk, 'point-charge');
    await printed(bench, desk, 'point-charge');
    const [first, second] = bench.simulator.paper.map((piece) => piece.text);
    expect([isReprint(first), isReprint(second)]).toEqual([false, true]);
    expect(second).toContain('000001');
    expect(journal.written).toEqual([
      { kind: 'receipt-prepared', number: 1, original: null, about: 'point-charge K7QF-2M9T' },
      { kind: 'receipt-sending', number: 1 },
      { kind: 'receipt-ended', number: 1, end: 'printed' },
      { kind: 'receipt-prepared', number: 2, original: 1, about: 'point-charge K7QF-2M9T' },
      { kind: 'receipt-sending', number: 2 },
      { kind: 'receipt-ended', number: 2, end: 'printed' },
    ]);
  });

  test('also where nobody knows whether the first one came out', async () => {
    const bench = await printerBench();
    const journal = new MemoryJournal();
    const desk = deskOn(bench, journal);
    bench.simulator.faults.jamCutter();
    expect(await printed(bench, desk, 'point-charge')).toMatchObject({ ok: false, error: { kind: 'unknown' } });
    bench.simulator.faults.clearJam();
    await bench.clock.advance(30_000);
    await printed(bench, desk, 'point-charge');
    expect(isReprint(bench.simulator.paper.at(-1)?.text)).toBe(true);
  });

  test('also where the station stopped while it was being sent', async () => {
    const bench = await printerBench();
    const journal = new MemoryJournal();
    journal.append(
      { kind: 'receipt-prepared', number: 7, original: null, about: 'point-charge K7QF-2M9T' },
      { kind: 'receipt-sending', number: 7 },
    );
    await printed(bench, deskOn(bench, journal), 'point-charge');
    const [piece] = bench.simulator.paper;
    expect(isReprint(piece?.text)).toBe(true);
    expect(piece?.text).toContain('000007');
  });

  test('but a receipt of which nothing came out is still the original', async () => {
    const bench = await printerBench();
    const journal = new MemoryJournal();
    bench.simulator.openCover();
    await bench.clock.advance(10);
    const desk = deskOn(bench, journal);
    expect(desk.state).toBe('unavailable');
    expect(await printed(bench, desk, 'point-charge')).toMatchObject({ ok: false, error: { kind: 'not-printed' } });
    bench.simulator.closeCover();
    await bench.clock.advance(10);
    const again = deskOn(bench, journal);
    expect(await printed(bench, again, 'point-charge')).toEqual({ ok: true, value: 'printed' });
    expect(isReprint(bench.simulator.paper[0]?.text)).toBe(false);
  });

  test('two histories are two receipts', async () => {
    const bench = await printerBench();
    const desk = deskOn(bench, new MemoryJournal());
    await printed(bench, desk, 'history');
    await printed(bench, desk, 'history');
    expect(bench.simulator.paper.map((piece) => isReprint(piece.text))).toEqual([false, false]);
  });
});

test('a journal that cannot be written: nothing is printed', async () => {
  const bench = await printerBench();
  const journal = new MemoryJournal();
  journal.full = true;
  expect(await printed(bench, deskOn(bench, journal), 'point-charge')).toMatchObject({
    ok: false,
    error: { kind: 'not-printed' },
  });
  expect(bench.simulator.paper).toEqual([]);
});

describe('what is shown before the question is what comes out', () => {
  const texts = (preview: ReturnType<ReceiptDesk['preview']>): string =>
    (preview?.texts ?? [])
      .map(({ text }) => text)
      .join('')
      .replace(/\s/g, '');

  test('number and all; and again with 再発行 where it may have come out', async () => {
    const bench = await printerBench();
    const desk = deskOn(bench, new MemoryJournal());
    const session = {};
    for (const _ of ['original', 'repeated']) {
      const shown = texts(desk.preview(samples['point-charge'], session));
      await printed(bench, desk, 'point-charge');
      expect(bench.simulator.paper.at(-1)?.text.replace(/\s/g, '')).toBe(shown);
    }
    expect(texts(desk.preview(samples['point-charge'], session))).toContain('再発行');
  });

  test('looking uses no number up and writes nothing', async () => {
    const bench = await printerBench();
    const journal = new MemoryJournal();
    const desk = deskOn(bench, journal);
    desk.preview(samples.registration, {});
    expect(journal.written).toEqual([]);
    expect(bench.simulator.paper).toEqual([]);
  });

  test('it is drawn once for a session, and anew for another', async () => {
    const desk = deskOn(await printerBench(), new MemoryJournal());
    const session = {};
    const first = desk.preview(samples.unresolved, session);
    expect(first).not.toBeNull();
    expect(desk.preview(samples.unresolved, session)).toBe(first);
    expect(desk.preview(samples.unresolved, {})).not.toBe(first);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../center/contract/index.ts';
import { fromHex, toHex } from '../../hardware/bytes.ts';
import { decodeHistory, encodeRecord, nextNumber } from '../../hardware/card/icoca.ts';
import { judge } from './judge.ts';
import { tagOf } from './reference.ts';

const DATE = '2023-04-10';
const TRANSFER = '10000000-0000-4000-8000-000000000001';

/** A card as far as the question goes: a balance, a number, at most 20 records, newest first. */
class ModelCard {
  balanceYen: number;
  updateNumber: number;
  history: string[];

  constructor(updateNumber: number, records: number) {
    this.balanceYen = 1_000;
    this.updateNumber = updateNumber;
    this.history = [];
    for (let count = records; count > 0; count--) {
      this.#record(0x16, 0x01, (updateNumber - 2 * count) & 0xffff);
    }
  }

  /** The number moves; no record. */
  enterGate(): void {
    this.updateNumber = nextNumber(this.updateNumber);
  }

  use(terminal: number, process: number, yen: number): void {
    this.updateNumber = nextNumber(this.updateNumber);
    this.balanceYen = Math.max(0, this.balanceYen + yen);
    this.#record(terminal, process, this.updateNumber);
  }

  write(evidence: Evidence): void {
    this.updateNumber = nextNumber(this.updateNumber);
    this.balanceYen += evidence.points;
    this.#push(evidence.record);
  }

  #record(terminal: number, process: number, sequence: number): void {
    this.#push(toHex(encodeRecord({ terminal, process, date: DATE, balanceYen: this.balanceYen, sequence })));
  }

  #push(raw: string): void {
    this.history = [raw, ...this.history].slice(0, 20);
  }

  records() {
    return decodeHistory(this.history.map(fromHex));
  }
}

function evidenceOf(card: ModelCard, transferId = TRANSFER, points = 500): Evidence {
  return {
    cardNumber: 'JW0000000000000A1',
    idm: '0101010203040506',
    balanceYen: card.balanceYen,
    updateNumber: card.updateNumber,
    anchor: card.history[0] ?? null,
    historyLength: card.history.length,
    record: toHex(
      encodeRecord({
        terminal: 0x08,
        process: 0x48,
        date: DATE,
        entry: '0107',
        exit: tagOf(transferId),
        balanceYen: card.balanceYen + points,
        sequence: nextNumber(card.updateNumber),
      }),
    ),
    points,
  };
}

type Use = 'gate-in' | 'gate-out' | 'shop' | 'charge' | 'point-charge-elsewhere';
const use = fc.constantFrom<Use>('gate-in', 'gate-out', 'shop', 'charge', 'point-charge-elsewhere');

function happen(card: ModelCard, what: Use): void {
  if (what === 'gate-in') card.enterGate();
  if (what === 'gate-out') card.use(0x16, 0x01, -230);
  if (what === 'shop') card.use(0xc7, 0x46, -150);
  if (what === 'charge') card.use(0x08, 0x02, 1_000);
  if (what === 'point-charge-elsewhere') card.write(evidenceOf(card, '20000000-0000-4000-8000-000000000002'));
}

const card = fc
  .record({
    updateNumber: fc.oneof(fc.integer({ min: 0, max: 65_535 }), fc.constantFrom(65_533, 65_534, 65_535, 0)),
    records: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(0, 1, 19, 20)),
  })
  .map(({ updateNumber, records }) => new ModelCard(updateNumber, records));

describe('whatever a card went through after the question', () => {
  test('the answer is the truth or "cannot tell", and "cannot tell" only when the evidence was pushed out', () => {
    fc.assert(
      fc.property(card, fc.boolean(), fc.array(use, { maxLength: 30 }), (subject, wrote, uses) => {
        const evidence = evidenceOf(subject);
        if (wrote) subject.write(evidence);
        for (const each of uses) happen(subject, each);
        const verdict = judge(evidence, subject.records());
        const visible = subject.history.includes(wrote ? evidence.record : (evidence.anchor ?? ''));
        const emptyAndAllVisible = !wrote && evidence.anchor === null && subject.history.length < 20;
        if (visible || emptyAndAllVisible) expect(verdict).toBe(wrote ? 'written' : 'not-written');
        else expect(verdict).toBe('cannot-tell');
      }),
      { numRuns: 3_000 },
    );
  });

  test('never "written" without the record, never "not written" with it, on any 20 blocks at all', () => {
    const block = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(toHex);
    fc.assert(
      fc.property(card, fc.array(block, { maxLength: 20 }), fc.boolean(), fc.nat(20), (subject, blocks, put, at) => {
        const evidence = evidenceOf(subject);
        const history = put ? blocks.toSpliced(at, 0, evidence.record).slice(0, 20) : blocks;
        const verdict = judge(
          evidence,
          history.map((raw) => ({ raw })),
        );
        if (verdict === 'written') expect(history).toContain(evidence.record);
        if (verdict === 'not-written') expect(history).not.toContain(evidence.record);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('one case each', () => {
  const fresh = () => new ModelCard(65_535, 3);

  test('the number wraps at 65535', () => {
    const subject = fresh();
    const evidence = evidenceOf(subject);
    subject.write(evidence);
    expect(subject.updateNumber).toBe(0);
    expect(judge(evidence, subject.records())).toBe('written');
  });

  test('a gate entry moved the number and left no record: nothing was written', () => {
    const subject = fresh();
    const evidence = evidenceOf(subject);
    subject.enterGate();
    expect(judge(evidence, subject.records())).toBe('not-written');
  });

  test('another machine wrote the same amount on the same number after ours was voided: that is not ours', () => {
    const subject = fresh();
    const evidence = evidenceOf(subject);
    const other = evidenceOf(subject, '30000000-0000-4000-8000-000000000003');
    expect(other.updateNumber).toBe(evidence.updateNumber);
    subject.write(other);
    expect(judge(evidence, subject.records())).toBe('not-written');
    expect(judge(other, subject.records())).toBe('written');
  });

  test('an anchor that differs in one byte is no anchor', () => {
    const subject = new ModelCard(40, 1);
    const evidence = evidenceOf(subject);
    const [raw = ''] = subject.history;
    expect(judge(evidence, [{ raw: `${raw.slice(0, -2)}01` }])).toBe('cannot-tell');
    expect(judge(evidence, [{ raw }])).toBe('not-written');
  });

  test('an empty card: nothing to be seen proves that nothing was written', () => {
    const evidence = evidenceOf(new ModelCard(0, 0));
    expect(judge(evidence, [])).toBe('not-written');
  });

  test('an empty card that has been used twenty times since: the evidence is gone', () => {
    const subject = new ModelCard(0, 0);
    const evidence = evidenceOf(subject);
    for (let count = 0; count < 20; count++) happen(subject, 'shop');
    expect(judge(evidence, subject.records())).toBe('cannot-tell');
  });

  test('fewer records than before: not this card as it was', () => {
    const subject = new ModelCard(50, 5);
    expect(judge(evidenceOf(subject), subject.records().slice(0, 3))).toBe('cannot-tell');
    expect(judge(evidenceOf(subject), [])).toBe('cannot-tell');
  });

  test('our record with something between it and the anchor: a contradiction', () => {
    const subject = new ModelCard(50, 5);
    const evidence = evidenceOf(subject);
    happen(subject, 'shop');
    subject.write(evidence);
    expect(judge(evidence, subject.records())).toBe('cannot-tell');
  });
});

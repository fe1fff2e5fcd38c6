import { describe, expect, test } from 'vitest';
import { concat } from '../bytes.ts';
import type { FieldCard } from '../reader/field.ts';
import { createCardAccess } from './access.ts';
import { simulatedCardFrom, simulatedTransitCard } from './simulator/spec.ts';
import { bench, CARD_NUMBER, icoca, opened, pointCharge } from './testing/bench.ts';
import { DirectReader } from './testing/direct-reader.ts';

describe('looking at what lies on the reader', () => {
  test('nothing, several, another technology', async () => {
    const { reader, access } = bench();
    expect(await access.look()).toEqual({ ok: true, value: { on: 'nothing' } });
    reader.cards = [simulatedCardFrom({ kind: 'type-a' })];
    expect(await access.look()).toEqual({ ok: true, value: { on: 'other-technology' } });
    reader.cards = [icoca(), icoca({ idm: '0101020304050607' })];
    expect(await access.look()).toEqual({ ok: true, value: { on: 'several' } });
  });

  test.each(['Suica', 'PASMO', 'TOICA', 'manaca', 'Kitaca', 'SUGOCA', 'nimoca', 'hayakaken', 'PiTaPa'] as const)(
    '%s is called by its name',
    async (issuer) => {
      const card = simulatedTransitCard({ kind: 'other-issuer', issuer, balanceYen: 500 });
      const { access } = bench(card);
      expect(await access.look()).toMatchObject({ value: { on: 'transit-card', issuer } });
    },
  );

  test('ICOCA is an ICOCA; an issuer that nothing public tells apart has no name', async () => {
    expect(await bench(icoca()).access.look()).toMatchObject({ value: { on: 'transit-card', issuer: 'ICOCA' } });
    const icsca = simulatedTransitCard({ kind: 'other-issuer', issuer: 'icsca', balanceYen: 500 });
    expect(await bench(icsca).access.look()).toMatchObject({ value: { on: 'transit-card', issuer: null } });
  });

  test('FeliCa of another system, and a Lite-S of somebody else', async () => {
    const { reader, access } = bench();
    reader.cards = [simulatedCardFrom({ kind: 'other-felica', systemCode: 'fe00' })];
    expect(await access.look()).toEqual({ ok: true, value: { on: 'other-felica', systemCode: 'fe00' } });
  });
});

describe('reading what needs no key', () => {
  test('balance, number and a history that ends early', async () => {
    const card = icoca();
    const { access, reader } = bench(card);
    const read = await access.readOpen(card.idm);
    expect(read).toMatchObject({ ok: true, value: { idm: card.idm, balanceYen: 1200, updateNumber: 16 } });
    expect(read.ok && read.value.history.map((record) => record.raw)).toEqual(card.history);
    expect(reader.exchanges).toBe(1);
  });

  test('a full history takes two commands', async () => {
    const history = Array.from({ length: 20 }, (_, age) => ({
      date: '2023-03-01',
      terminal: 0x16,
      process: 0x01,
      balanceYen: 1200 + age * 130,
    }));
    const card = icoca({ history, updateNumber: 3 });
    const { access, reader } = bench(card);
    const read = await access.readOpen(card.idm);
    expect(read.ok && read.value.history).toHaveLength(20);
    // The number wraps: 3, 2, 1, 0, 65535 …
    expect(read.ok && read.value.history.map((record) => record.sequence).slice(2, 6)).toEqual([1, 0, 65535, 65534]);
    expect(read.ok && read.value.history[0]?.deltaYen).toBe(-130);
    expect(read.ok && read.value.history[19]?.deltaYen).toBeNull();
    expect(reader.exchanges).toBe(2);
  });

  test('a balance above the ceiling is shown as what it is', async () => {
    const card = icoca({ balanceYen: 65_535 });
    expect(await bench(card).access.readOpen(card.idm)).toMatchObject({ value: { balanceYen: 65_535 } });
  });

  test('another card, no card, several cards', async () => {
    const card = icoca();
    const { access, reader } = bench(card);
    expect(await access.readOpen('0101ffffffffffff')).toEqual({ ok: false, error: { kind: 'different-card' } });
    reader.cards = [];
    expect(await access.readOpen(card.idm)).toEqual({ ok: false, error: { kind: 'card-gone' } });
    reader.cards = [card, icoca()];
    expect(await access.readOpen(card.idm)).toEqual({ ok: false, error: { kind: 'several-cards' } });
  });

  test('presence without a new polling', async () => {
    const card = icoca();
    const { access, reader } = bench(card);
    await access.look();
    expect(await access.isPresent(card.idm)).toEqual({ ok: true, value: true });
    expect(reader.detections).toBe(1);
    reader.cards = [];
    expect(await access.isPresent(card.idm)).toEqual({ ok: true, value: false });
    expect(reader.detections).toBe(1);
  });
});

describe('keyed access', () => {
  test('the card number comes out of the issue block', async () => {
    const card = icoca();
    expect(await bench(card).keyed.readIssue(card.idm)).toEqual({
      ok: true,
      value: { cardNumber: CARD_NUMBER, cardKind: 'icoca' },
    });
  });

  test('all of a card with one look: what anybody can read, and who it is', async () => {
    const card = icoca();
    const { access, keyed, reader } = bench(card);
    const open = await access.readOpen(card.idm);
    const issue = await keyed.readIssue(card.idm);
    const before = reader.detections;
    expect(await keyed.readAll(card.idm)).toEqual({
      ok: true,
      value: { open: open.ok && open.value, issue: issue.ok && issue.value },
    });
    expect(reader.detections - before).toBe(1);
  });

  test('a card that the keys do not fit tells nothing of itself there', async () => {
    const card = simulatedTransitCard({ kind: 'other-issuer', issuer: 'PASMO', balanceYen: 1 });
    expect(await bench(card).keyed.readAll(card.idm)).toMatchObject({ ok: false, error: { kind: 'not-authentic' } });
  });

  /** It shows nothing in the clear: Read Without Encryption is refused, A6 (docs/facts/felica.md §3.4). */
  const shy = (card: ReturnType<typeof icoca>): FieldCard => ({
    technology: 'felica',
    fieldOff: () => card.fieldOff(),
    handle: (packet) =>
      packet[1] === 0x06
        ? { answer: concat(Uint8Array.of(12, 0x07), packet.subarray(2, 10), Uint8Array.of(0x01, 0xa6)), ms: 5 }
        : card.handle(packet),
  });

  test('one that shows nothing in the clear is told apart from one that is not ours', async () => {
    const foreign = simulatedTransitCard({ kind: 'other-issuer', issuer: 'PASMO', balanceYen: 1 });
    for (const [card, kind] of [
      [icoca(), 'card-refused'],
      [foreign, 'not-authentic'],
    ] as const) {
      const { keyed, reader } = bench(card);
      reader.cards = [shy(card)];
      expect(await keyed.readAll(card.idm)).toMatchObject({ ok: false, error: { kind } });
    }
  });

  test('no SAM, no keyed access', () => {
    expect(createCardAccess({ reader: new DirectReader(), sam: null }).keyed).toBeNull();
  });

  test('one point charge: balance and record arrive together, and read back', async () => {
    const card = icoca();
    const before = card.history[0];
    const { keyed, reader } = bench(card);
    const session = await opened(keyed, card);
    const change = pointCharge(session, 500);
    expect(await session.write(change)).toEqual({ kind: 'written', status: '0000' });
    expect(await session.readBack()).toEqual({ ok: true, value: { balanceYen: 1700, updateNumber: 17 } });
    await session.end();
    expect(card.balanceYen).toBe(1700);
    expect(card.updateNumber).toBe(17);
    expect(card.history).toEqual([change.record, before]);
    expect(card.commits).toHaveLength(1);
    expect(card.commits[0]?.services).toEqual([0x0088, 0x090c]);
    expect(card.mode).toBe(0);
    expect(card.breaches).toEqual([]);
    expect(Math.min(...reader.waits)).toBeGreaterThanOrEqual(2);
  });

  test('the number wraps at 65535', async () => {
    const card = icoca({ updateNumber: 65_535 });
    const { keyed } = bench(card);
    const session = await opened(keyed, card);
    expect(await session.write(pointCharge(session, 10))).toMatchObject({ kind: 'written' });
    expect(card.updateNumber).toBe(0);
    await session.end();
  });
});

import { describe, expect, test } from 'vitest';
import { Command } from '../../hardware/card/felica.ts';
import { type FlowBench, flowBench } from './bench.ts';

const isWrite = (packet: Uint8Array) => packet[1] === Command.secureWrite;
/** Read Without Encryption of service 090F (docs/facts/felica.md §4.3). */
const readsProof = (packet: Uint8Array) => packet[1] === Command.secureRead;
const isAuthentication = (packet: Uint8Array) => packet[1] === Command.authentication2;

/** At the confirmation, with the card on the reader. */
async function confirming(bench: FlowBench) {
  const card = bench.addCard({ balanceYen: 1_200, points: 5_000 });
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  bench.lay(card);
  await bench.see('choose-amount');
  await bench.touch({ type: 'choose-amount', points: 1_000 });
  return card;
}

describe('the card is lifted', () => {
  test('while it is read: it is asked for again, and three times is enough', async () => {
    const bench = await flowBench();
    const card = bench.addCard();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    for (const again of ['not-read', 'not-read'] as const) {
      bench.reader.field.arm({ kind: 'lift', moment: 'before' }, { packet: isAuthentication });
      bench.lay(card);
      await bench.see('reading-card');
      expect(await bench.see('lay-card')).toMatchObject({ again });
    }
    bench.reader.field.arm({ kind: 'lift', moment: 'before' }, { packet: isAuthentication });
    bench.lay(card);
    await bench.seeTrouble('card-unreadable');
    await bench.touch({ type: 'continue' });
    bench.lay(card);
    await bench.see('choose-amount');
  });

  test('before the choice: nothing happened, nothing of the passenger is left', async () => {
    const bench = await flowBench();
    const card = await confirming(bench);
    bench.lift();
    expect(await bench.seeTrouble('card-removed')).toMatchObject({ cardOnReader: false });
    expect(bench.memory()).not.toContain(card.cardNumber);
    expect(bench.memory()).not.toContain(card.card.idm);
    expect(card.card.balanceYen).toBe(1_200);
  });

  test('before the write reaches it: nothing was written, points are free', async () => {
    const bench = await flowBench();
    const card = await confirming(bench);
    bench.reader.field.arm({ kind: 'lift', moment: 'before' }, { packet: isAuthentication });
    await bench.touch({ type: 'confirm' });
    await bench.seeTrouble('card-removed');
    await bench.wait(10_000);
    expect(card.card.balanceYen).toBe(1_200);
    expect(bench.world.openHolds()).toEqual([]);
  });

  test('during the write, which had worked: the same card tells it, and it counts once', async () => {
    const bench = await flowBench();
    const card = await confirming(bench);
    bench.reader.field.arm({ kind: 'lift', moment: 'inside' }, { packet: isWrite });
    await bench.touch({ type: 'confirm' });
    expect(await bench.see('lay-same-card')).toMatchObject({ charge: 1_000, tries: 0, differentCard: false });
    bench.lay(card);
    expect(await bench.see('charged')).toMatchObject({ earlier: false, charge: 1_000, balanceYen: 2_200 });
    expect(card.card.balanceYen).toBe(2_200);
    await bench.wait(5_000);
    expect(bench.world.openHolds()).toEqual([]);
  });

  test('during the write, which had not worked: proven, and tried again on request', async () => {
    const bench = await flowBench();
    const card = await confirming(bench);
    bench.reader.field.arm({ kind: 'lift', moment: 'before' }, { packet: isWrite });
    await bench.touch({ type: 'confirm' });
    await bench.see('lay-same-card');
    bench.lay(card);
    expect(await bench.seeTrouble('charge-not-done')).toMatchObject({ trouble: { points: 1_000 } });
    expect(card.card.balanceYen).toBe(1_200);
    await bench.touch({ type: 'continue' });
    expect(await bench.see('choose-amount')).toMatchObject({ points: 5_000 });
  });

  test('after the write: done and the receipt outlive it by 30 s, with amounts and the last four only', async () => {
    const bench = await flowBench();
    const card = await confirming(bench);
    await bench.touch({ type: 'confirm' });
    await bench.see('charged');
    bench.lift();
    await bench.wait(1_500);
    expect(bench.screen).toMatchObject({ body: { id: 'charged', charge: 1_000 }, timeLimit: { totalMs: 30_000 } });
    expect(bench.memory()).not.toContain(card.cardNumber);
    expect(bench.memory()).not.toContain(card.card.idm);
    await bench.touch({ type: 'receipt', wanted: true });
    expect(await bench.see('goodbye')).toEqual({ id: 'goodbye', cardOnReader: false, receiptPrinted: true });
  });

  test('after the write, and nobody answers: over after 30 s', async () => {
    const bench = await flowBench();
    await confirming(bench);
    await bench.touch({ type: 'confirm' });
    await bench.see('charged');
    bench.lift();
    await bench.wait(1_500);
    await bench.wait(29_500);
    expect(['goodbye', 'home']).toContain(bench.screen.body.id);
  });
});

describe('another card is laid back', () => {
  test('during the unknown: it is told apart, nothing of the first is shown to it, and the first settles later', async () => {
    const bench = await flowBench();
    const card = await confirming(bench);
    const other = bench.addCard({ balanceYen: 500, points: 200 });
    bench.reader.field.arm({ kind: 'lift', moment: 'inside' }, { packet: isWrite });
    await bench.touch({ type: 'confirm' });
    await bench.see('lay-same-card');
    bench.lay(other);
    await bench.wait(2_000);
    expect(bench.screen.body).toMatchObject({ id: 'lay-same-card', differentCard: true });
    // After 60 s the machine is free: the other card gets normal service.
    await bench.see('home', 120_000);
    bench.lift();
    await bench.wait(2_000);
    bench.lay(other);
    expect(await bench.see('inquiry')).toMatchObject({ balanceYen: 500 });
    bench.lift();
    await bench.see('home', 60_000);
    // Whenever the first card comes back, its end is told before anything else.
    bench.lay(card);
    expect(await bench.see('settled-earlier')).toEqual({
      id: 'settled-earlier',
      outcome: 'written',
      charge: 1_000,
      balanceYen: 2_200,
    });
    await bench.touch({ type: 'continue' });
    expect(await bench.see('inquiry')).toMatchObject({ balanceYen: 2_200, account: { points: 4_000 } });
  });

  test('in the middle of the charge: nothing is written on either', async () => {
    const bench = await flowBench();
    const card = await confirming(bench);
    const other = bench.addCard({ balanceYen: 500 });
    bench.reader.field.arm({ kind: 'swap', moment: 'before', card: other.card });
    await bench.touch({ type: 'confirm' });
    const { trouble } = await bench.see('trouble');
    expect(['different-card', 'card-removed']).toContain(trouble.kind);
    expect([card.card.balanceYen, other.card.balanceYen]).toEqual([1_200, 500]);
  });
});

describe('three readings that do not help', () => {
  test('end with staff and a reference; the slip names it', async () => {
    const bench = await flowBench();
    const card = await confirming(bench);
    bench.reader.field.arm({ kind: 'lift', moment: 'inside' }, { packet: isWrite });
    await bench.touch({ type: 'confirm' });
    const { reference } = await bench.see('lay-same-card');
    for (const tries of [1, 2]) {
      bench.reader.field.arm({ kind: 'lift', moment: 'before' }, { packet: readsProof });
      bench.lay(card);
      await bench.wait(3_000);
      expect(bench.screen.body).toMatchObject({ id: 'lay-same-card', tries });
    }
    bench.reader.field.arm({ kind: 'lift', moment: 'before' }, { packet: readsProof });
    bench.lay(card);
    expect(await bench.see('unresolved')).toMatchObject({ reference, charge: 1_000 });
    await bench.touch({ type: 'call-staff' });
    expect(await bench.see('staff-called')).toEqual({ id: 'staff-called', reference });
  });
});

import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type FlowBench, flowBench } from './bench.ts';

const isWrite = (packet: Uint8Array) => packet[1] === 0x16;

/** A write whose answer was lost, and the machine switched off and on again. */
async function interrupted(bench: FlowBench, moment: 'before' | 'inside') {
  const card = bench.addCard({ balanceYen: 0, points: 1_000 });
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  bench.lay(card);
  await bench.see('choose-amount');
  await bench.touch({ type: 'choose-amount', points: 1_000 });
  bench.reader.field.arm({ kind: 'lift', moment }, { packet: isWrite });
  await bench.touch({ type: 'confirm' });
  await bench.see('lay-same-card');
  await bench.restart();
  return card;
}

describe('after a restart', () => {
  test('an interrupted transfer comes back to "lay the same card again", not to the idle screen', async () => {
    const bench = await flowBench();
    const card = await interrupted(bench, 'inside');
    expect(await bench.see('lay-same-card')).toMatchObject({ charge: 1_000, tries: 0 });
    bench.lay(card);
    expect(await bench.see('charged')).toMatchObject({
      earlier: true,
      charge: 1_000,
      balanceYen: 1_000,
      pointsLeft: 0,
    });
    await bench.touch({ type: 'receipt', wanted: true });
    expect(await bench.see('goodbye')).toMatchObject({ receiptPrinted: true });
    bench.lift();
    await bench.see('home');
    expect(card.card.balanceYen).toBe(1_000);
    await bench.wait(5_000);
    expect(bench.world.openHolds()).toEqual([]);
  });

  test('one that had not been written is told so', async () => {
    const bench = await flowBench();
    const card = await interrupted(bench, 'before');
    await bench.see('lay-same-card');
    bench.lay(card);
    await bench.seeTrouble('charge-not-done');
    expect(card.card.balanceYen).toBe(0);
  });

  test('a broken journal: out of service with the reason, and it is never replaced by an empty one', async () => {
    const bench = await flowBench();
    await bench.stop();
    writeFileSync(bench.journalPath, 'not a database, and long enough to be none for sure'.repeat(100));
    await bench.restart();
    expect(bench.screen.body).toEqual({ id: 'out-of-service', reason: 'journal-broken' });
  });

  test('value in flight is finished before the machine stops', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ balanceYen: 0, points: 1_000 });
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(card);
    await bench.see('choose-amount');
    await bench.touch({ type: 'choose-amount', points: 1_000 });
    await bench.touch({ type: 'confirm' });
    expect(bench.screen.body.id).toBe('charging');
    await bench.stop();
    expect(card.card.balanceYen).toBe(1_000);
    await bench.restart();
    expect(bench.screen.body.id).toBe('home');
  });
});

describe('maintenance', () => {
  test('opens for a genuine staff card as long as it lies there', async () => {
    const bench = await flowBench();
    const staff = bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer' });
    bench.lay(staff);
    const shown = await bench.see('maintenance');
    expect(shown.role).toBe('engineer');
    expect(shown.devices.map(({ good }) => good)).toEqual([true, true, true, true]);
    bench.lift(staff);
    await bench.see('home');
  });

  test('shows how often the reader had to be helped', async () => {
    const bench = await flowBench();
    bench.reader.hang('abort');
    await bench.wait(10_000);
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer' }));
    const recoveries = (await bench.see('maintenance')).devices.map((device) => [device.name, device.recoveries]);
    expect(recoveries).toEqual([
      ['card-reader', 1],
      ['printer', 0],
      ['center', 0],
      ['journal', 0],
    ]);
  });

  test('lists what is unresolved', async () => {
    const bench = await flowBench();
    await interrupted(bench, 'inside');
    await bench.see('home', 120_000);
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'attendant' }));
    expect((await bench.see('maintenance')).unresolved).toMatchObject([{ charge: 1_000, on: '2023-04-10' }]);
  });

  test('never opens for a forged staff card', async () => {
    const bench = await flowBench();
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer', forged: true }));
    await bench.wait(30_000);
    expect(bench.screens.map(({ body }) => body.id)).not.toContain('maintenance');
  });

  test('opens on a machine that is out of service', async () => {
    const bench = await flowBench();
    await bench.stop();
    writeFileSync(bench.journalPath, 'broken'.repeat(1_000));
    await bench.restart();
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer' }));
    const shown = await bench.see('maintenance');
    expect(shown.devices).toContainEqual({ name: 'journal', status: 'journal-broken', good: false, recoveries: 0 });
    bench.lift();
    await bench.see('out-of-service');
  });
});

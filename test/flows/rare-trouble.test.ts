import { cpSync, rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Command } from '../../hardware/card/felica.ts';
import { simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import type { WorldCard } from '../../rig/torture/world.ts';
import { testFolder } from '../../station/journal/testing/fixture.ts';
import { type FlowBench, flowBench } from './bench.ts';

const isWrite = (packet: Uint8Array) => packet[1] === Command.secureWrite;
const isAuthentication = (packet: Uint8Array) => packet[1] === Command.authentication1;

async function confirming(bench: FlowBench, card: WorldCard, points = 1_000) {
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  bench.lay(card);
  await bench.see('choose-amount');
  await bench.touch({ type: 'choose-amount', points });
}

/** The same account on another piece of plastic, as after a reissue. */
function reissued(card: WorldCard): WorldCard {
  const { cardNumber } = card;
  const other = simulatedTransitCard({ kind: 'icoca', cardNumber, balanceYen: 0, idm: '0101aabbccddeeff' });
  return { ...card, card: other, balanceAtStart: 0 };
}

describe('while the card is read', () => {
  test('a second one is laid beside it', async () => {
    const bench = await flowBench();
    const other = bench.addCard();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(bench.addCard());
    await bench.see('reading-card');
    bench.lay(other);
    await bench.seeTrouble('several-cards');
    bench.lift(other);
    await bench.touch({ type: 'continue' });
    await bench.see('choose-amount');
  });

  test('it is changed for another', async () => {
    const bench = await flowBench();
    const other = bench.addCard();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(bench.addCard());
    await bench.see('reading-card');
    bench.lift();
    bench.lay(other);
    await bench.seeTrouble('different-card');
  });

  test('it is not genuine', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    // The first one could be the line's fault.
    for (let time = 0; time < 2; time++) {
      bench.reader.field.arm({ kind: 'reply-falsified', index: 20 }, { packet: isAuthentication });
    }
    bench.lay(bench.addCard());
    await bench.seeTrouble('card-unreadable');
  });
});

describe('a Mobile ICOCA before 22 March 2023 (R22, A26)', () => {
  test.each(['registration', 'point-charge'] as const)('%s: not started, from which day', async (job) => {
    const bench = await flowBench({ today: '2023-03-10' });
    await bench.touch({ type: 'choose-job', job });
    bench.lay(bench.cardFrom({ kind: 'mobile-icoca', cardNumber: 'JW000000000000777', balanceYen: 100 }));
    expect(await bench.seeTrouble('mobile-not-started')).toMatchObject({ trouble: { from: '2023-03-22' } });
  });
});

describe('between the offer and the confirmation', () => {
  test('the points were spent at another machine: points-changed, nothing written', async () => {
    const here = await flowBench();
    const there = await flowBench({ world: here.world, stationId: 'FLOW-2' });
    const card = here.addCard({ balanceYen: 0, points: 1_000 });
    await confirming(here, card);
    await confirming(there, reissued(card));
    await there.touch({ type: 'confirm' });
    await there.see('charged');
    await here.touch({ type: 'confirm' });
    await here.seeTrouble('points-changed');
    expect(card.card.balanceYen).toBe(0);
  });
});

describe('points under a hold of another card of the account', () => {
  test('are told with the reference that staff can find', async () => {
    const here = await flowBench();
    const there = await flowBench({ world: here.world, stationId: 'FLOW-2' });
    const card = here.addCard({ balanceYen: 0, points: 1_000 });
    const other = reissued(card);
    await confirming(there, other);
    there.reader.field.arm({ kind: 'lift', moment: 'inside' }, { packet: isWrite });
    await there.touch({ type: 'confirm' });
    const { reference } = await there.see('lay-same-card');
    await here.touch({ type: 'choose-job', job: 'point-charge' });
    here.lay(card);
    expect(await here.seeTrouble('points-held')).toMatchObject({ trouble: { reference } });
    await here.touch({ type: 'call-staff' });
    expect(await here.see('staff-called')).toMatchObject({ reference });
  });
});

describe('the card answers the write', () => {
  test('with an authentic refusal: told, and nothing is lost', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ balanceYen: 0, points: 1_000 });
    await confirming(bench, card);
    card.card.forceNextWrite({ sf1: 0xff, sf2: 0xa5, written: false });
    await bench.touch({ type: 'confirm' });
    await bench.seeTrouble('card-refused');
    await bench.wait(10_000);
    expect(bench.world.openHolds()).toEqual([]);
  });

  test('with a contradiction: the machine goes out of service', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ balanceYen: 0, points: 1_000 });
    await confirming(bench, card);
    card.card.forceNextWrite({ sf1: 0x00, sf2: 0x00, written: false });
    await bench.touch({ type: 'confirm' });
    expect(await bench.see('out-of-service')).toEqual({ id: 'out-of-service', reason: 'contradiction' });
  });
});

describe('a journal from before', () => {
  test('that the center knows to be outdated puts the machine out of service', async () => {
    const bench = await flowBench();
    await bench.stop();
    const copy = testFolder();
    onTestFinished(copy.remove);
    cpSync(bench.dataFolder, copy.path, { recursive: true });
    await bench.restart();
    await confirming(bench, bench.addCard({ balanceYen: 0, points: 1_000 }));
    await bench.touch({ type: 'confirm' });
    await bench.see('charged');
    await bench.wait(180_000);
    await bench.stop();
    rmSync(bench.dataFolder, { recursive: true });
    cpSync(copy.path, bench.dataFolder, { recursive: true });
    await bench.restart();
    await bench.see('out-of-service', 120_000);
    expect(bench.screen.body).toEqual({ id: 'out-of-service', reason: 'journal-outdated' });
  });
});

/** From a passenger in trouble to resolved, by staff: what comes of it is read from ledger, journal and paper. */
import { describe, expect, test } from 'vitest';
import type { FieldCard } from '../../hardware/reader/field.ts';
import { hears } from '../../rig/torture/hears.ts';
import type { WorldCard } from '../../rig/torture/world.ts';
import { type FlowBench, flowBench, staffCards } from '../flows/bench.ts';
import { journalOf } from './written-down.ts';

/** A passenger charges 1,000 points, takes the card away in the write and is gone. `inside`: the card was written. */
async function abandoned(bench: FlowBench, moment: 'before' | 'inside'): Promise<WorldCard> {
  const card = bench.addCard();
  bench.reader.arm({ kind: 'lift', moment }, { packet: hears.write });
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  await bench.see('lay-card');
  bench.lay(card);
  await bench.see('choose-amount');
  await bench.touch({ type: 'choose-amount', points: 1_000 });
  await bench.see('confirm-charge');
  await bench.touch({ type: 'confirm' });
  await bench.see('lay-same-card');
  await bench.see('home', 200_000);
  return card;
}

async function openTheCase(bench: FlowBench): Promise<FieldCard> {
  const staff = await bench.comeIn('attendant');
  await bench.staffTouch({ type: 'open-room', room: 'unresolved' });
  const { cases } = await bench.seeStaff('cases');
  expect(cases).toMatchObject([{ kind: 'unknown', points: 1_000 }]);
  await bench.staffTouch({ type: 'open-case', at: 0 });
  const { story } = await bench.seeStaff('case');
  expect(story.map(({ what }) => what.kind)).toEqual(['intended', 'reserved', 'writing', 'unknown']);
  return staff;
}

const second = staffCards.engineer;
const ledger = (bench: FlowBench) =>
  bench.world.books
    .prepare('SELECT state, proof FROM transfer_ends')
    .all()
    .map((row) => ({ ...row }));

describe('with the card', () => {
  test.each(['before', 'inside'] as const)('lost %s the write: the card tells', async (moment) => {
    const bench = await flowBench();
    const card = await abandoned(bench, moment);
    const staff = await openTheCase(bench);
    await bench.staffTouch({ type: 'resolve-with-card' });
    await bench.seeStaff('lay-case-card');
    bench.lift(staff);
    bench.lay(card);
    await bench.seeStaff('lay-staff-card');
    bench.lift(card);
    bench.lay(staff);
    const { how } = await bench.seeStaff('case-ended');
    expect(how).toBe(moment === 'inside' ? 'written' : 'not-written');
    await bench.staffTouch({ type: 'print' });
    await bench.wait(20_000);
    expect(await bench.seeStaff('case-ended')).toMatchObject({ printed: 'printed' });
    expect(bench.paper).toContain(moment === 'inside' ? '書込みあり' : '書込みなし');
    expect(bench.paper).toContain('確認票');
    await bench.staffTouch({ type: 'confirm' });
    expect(await bench.seeStaff('cases')).toMatchObject({ count: 0, centerAsked: true });
    await bench.wait(10_000);
    expect(ledger(bench)).toEqual([{ state: moment === 'inside' ? 'settled' : 'voided', proof: 'history' }]);
    expect(card.card.balanceYen).toBe(moment === 'inside' ? 2_200 : 1_200);
    expect(bench.world.check()).toEqual([]);
  });

  test('another card is told to be another one, and is not read', async () => {
    const bench = await flowBench();
    await abandoned(bench, 'inside');
    const other = bench.addCard();
    const staff = await openTheCase(bench);
    await bench.staffTouch({ type: 'resolve-with-card' });
    bench.lift(staff);
    bench.lay(other);
    await bench.wait(3_000);
    expect(await bench.seeStaff('lay-case-card')).toMatchObject({ hint: 'different-card' });
    await bench.staffTouch({ type: 'back' });
    await bench.seeStaff('lay-staff-card');
    bench.lift(other);
    bench.lay(staff);
    await bench.seeStaff('case');
    expect(ledger(bench)).toEqual([]);
  });

  test('no card comes: after a minute the reader is asked for the staff card, after another the session is over', async () => {
    const bench = await flowBench();
    await abandoned(bench, 'inside');
    const staff = await openTheCase(bench);
    await bench.staffTouch({ type: 'resolve-with-card' });
    bench.lift(staff);
    await bench.wait(58_000);
    await bench.seeStaff('lay-case-card');
    await bench.seeStaff('lay-staff-card', 5_000);
    await bench.see('home', 65_000);
    expect(bench.station.staff.screen).toBeNull();
    expect(ledger(bench)).toEqual([]);
  });

  test('the card has forgotten: nothing is guessed, and a slip says so', async () => {
    const bench = await flowBench();
    const card = await abandoned(bench, 'inside');
    for (let count = 0; count < 25; count++) card.card.buy({ date: '2023-04-10', yen: 10 });
    const staff = await openTheCase(bench);
    await bench.staffTouch({ type: 'resolve-with-card' });
    bench.lift(staff);
    bench.lay(card);
    await bench.seeStaff('lay-staff-card');
    bench.lift(card);
    bench.lay(staff);
    expect((await bench.seeStaff('case-ended')).how).toBe('evidence-gone');
    await bench.staffTouch({ type: 'print' });
    await bench.wait(20_000);
    expect(await bench.seeStaff('case-ended')).toMatchObject({ printed: 'printed' });
    expect(bench.paper).toContain('お取扱い票');
    expect(bench.world.openHolds()).toHaveLength(1);
  });
});

describe('by two members of staff', () => {
  async function upToTheSecond(bench: FlowBench, end: 'written' | 'not-written'): Promise<FieldCard> {
    const first = await openTheCase(bench);
    await bench.staffTouch({ type: 'decide' });
    await bench.seeStaff('choose-end');
    await bench.staffTouch({ type: 'choose-end', end });
    const { reasons } = await bench.seeStaff('choose-reason');
    expect(reasons).not.toContain('card-contradicts-itself');
    await bench.staffTouch({ type: 'choose-reason', reason: 'card-lost' });
    await bench.seeStaff('confirm-decision');
    await bench.staffTouch({ type: 'confirm' });
    await bench.seeStaff('lay-second-card');
    return first;
  }

  test.each(['written', 'not-written'] as const)('%s: journaled, told to the center, on paper', async (end) => {
    const bench = await flowBench();
    await abandoned(bench, 'before');
    const first = await upToTheSecond(bench, end);
    bench.lift(first);
    const { pin, ...spec } = second;
    const other = bench.cardFrom(spec);
    bench.lay(other);
    expect(await bench.seeStaff('enter-pin')).toMatchObject({ staffId: spec.staffId });
    await bench.enterPin(pin);
    await bench.seeStaff('lay-staff-card');
    bench.lift(other);
    bench.lay(first);
    expect((await bench.seeStaff('case-ended')).how).toBe(`decided-${end}`);
    await bench.staffTouch({ type: 'print' });
    await bench.wait(20_000);
    expect(await bench.seeStaff('case-ended')).toMatchObject({ printed: 'printed' });
    expect(bench.paper).toContain('処理未了 決定票');
    // A second print is none of an original (I6).
    await bench.staffTouch({ type: 'print' });
    await bench.wait(20_000);
    expect(bench.paper).toContain('再発行');
    expect(ledger(bench)).toEqual([{ state: end === 'written' ? 'settled' : 'voided', proof: 'staff' }]);
    expect(bench.world.check()).toEqual([]);
    const decided = journalOf(bench).flatMap((body) => (body.kind === 'staff-decided' ? [body] : []));
    expect(decided).toMatchObject([{ end, reason: 'card-lost' }]);
    expect(new Set(decided.flatMap(({ by }) => by)).size).toBe(2);
    expect(JSON.stringify(decided)).not.toContain(spec.staffId);
  });

  test('the same card again decides nothing', async () => {
    const bench = await flowBench();
    await abandoned(bench, 'before');
    const first = await upToTheSecond(bench, 'written');
    await bench.wait(5_000);
    // It lies there from before: nobody has done anything wrong yet.
    expect(await bench.seeStaff('lay-second-card')).toMatchObject({ problem: null });
    bench.lift(first);
    await bench.wait(2_000);
    bench.lay(first);
    await bench.wait(5_000);
    expect(await bench.seeStaff('lay-second-card')).toMatchObject({ problem: 'same-person' });
    expect(ledger(bench)).toEqual([]);
  });

  test.each([
    ['a passenger’s card', (bench: FlowBench) => bench.addCard(), 'not-a-staff-card'],
    [
      'a forged staff card',
      (bench: FlowBench) => bench.cardFrom({ kind: 'staff', staffId: 'S-9', role: 'engineer', forged: true }),
      'not-a-staff-card',
    ],
    [
      'a staff card that nobody enrolled',
      (bench: FlowBench) => bench.cardFrom({ kind: 'staff', staffId: 'X-9', role: 'engineer' }),
      'not-registered',
    ],
  ] as const)('%s decides nothing', async (_what, make, problem) => {
    const bench = await flowBench();
    await abandoned(bench, 'before');
    const first = await upToTheSecond(bench, 'written');
    bench.lift(first);
    bench.lay(make(bench));
    await bench.wait(5_000);
    expect(await bench.seeStaff('lay-second-card')).toMatchObject({ problem });
    expect(ledger(bench)).toEqual([]);
  });

  test('a card that was turned away and is left there is asked once, and not over and over', async () => {
    const bench = await flowBench();
    await abandoned(bench, 'before');
    const first = await upToTheSecond(bench, 'written');
    let asked = 0;
    bench.network = (call) => {
      if (call === 'staff-cards') asked += 1;
      return { kind: 'none' };
    };
    bench.lift(first);
    const stranger = bench.cardFrom({ kind: 'staff', staffId: 'X-9', role: 'engineer' });
    bench.lay(stranger);
    await bench.wait(40_000);
    expect(await bench.seeStaff('lay-second-card')).toMatchObject({ problem: 'not-registered' });
    expect(asked).toBe(1);
    // Taken and laid again, it is asked again.
    bench.lift(stranger);
    await bench.wait(3_000);
    bench.lay(stranger);
    await bench.wait(3_000);
    expect(asked).toBe(2);
  });

  test('wrong PINs lock the second card, and nothing is decided', async () => {
    const bench = await flowBench();
    await abandoned(bench, 'before');
    const first = await upToTheSecond(bench, 'written');
    bench.lift(first);
    const { pin: _, ...spec } = second;
    bench.lay(bench.cardFrom(spec));
    for (const wrong of ['111111', '222222', '333333']) {
      await bench.seeStaff('enter-pin');
      await bench.enterPin(wrong);
    }
    expect(await bench.seeStaff('lay-second-card')).toMatchObject({ problem: 'locked' });
    expect(ledger(bench)).toEqual([]);
  });

  test('the second card is taken before its PIN: asked for again', async () => {
    const bench = await flowBench();
    await abandoned(bench, 'before');
    const first = await upToTheSecond(bench, 'written');
    bench.lift(first);
    const { pin: _, ...spec } = second;
    const other = bench.cardFrom(spec);
    bench.lay(other);
    await bench.seeStaff('enter-pin');
    bench.lift(other);
    expect(await bench.seeStaff('lay-second-card')).toMatchObject({ problem: 'not-read' });
    expect(ledger(bench)).toEqual([]);
  });
});

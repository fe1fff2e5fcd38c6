import { describe, expect, test } from 'vitest';
import { flowBench } from '../flows/bench.ts';

const closed = { type: 'set-service', state: 'out-of-service', reason: 'repair-needed' } as const;
const opened = { type: 'set-service', state: 'in-service', reason: 'repaired' } as const;

describe('in service or not', () => {
  test('taken out by staff it stays out, over a restart, until staff put it back', async () => {
    const bench = await flowBench();
    const card = await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'choose-service', state: 'out-of-service' });
    await bench.staffTouch(closed);
    expect((await bench.seeStaff('menu')).service).toEqual({ state: 'out-of-service', reason: 'staff' });
    bench.lift(card);
    expect(await bench.see('out-of-service')).toMatchObject({ reason: 'staff' });
    await bench.restart();
    expect(await bench.see('out-of-service')).toMatchObject({ reason: 'staff' });
    const again = await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'choose-service', state: 'in-service' });
    await bench.staffTouch(opened);
    bench.lift(again);
    await bench.see('home');
    await bench.restart();
    await bench.see('home');
  });

  test('a contradiction of money keeps it out over a restart', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ balanceYen: 0, points: 1_000 });
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(card);
    await bench.see('choose-amount');
    await bench.touch({ type: 'choose-amount', points: 1_000 });
    card.card.forceNextWrite({ sf1: 0x00, sf2: 0x00, written: false });
    await bench.touch({ type: 'confirm' });
    expect(await bench.see('out-of-service')).toMatchObject({ reason: 'contradiction' });
    bench.lift(card);
    await bench.restart();
    expect(await bench.see('out-of-service')).toMatchObject({ reason: 'contradiction' });
    const staff = await bench.comeIn('engineer');
    expect((await bench.seeStaff('menu')).service).toEqual({ state: 'out-of-service', reason: 'contradiction' });
    await bench.staffTouch({ type: 'choose-service', state: 'in-service' });
    await bench.staffTouch(opened);
    bench.lift(staff);
    await bench.see('home');
  });

  test('after the next passenger: one is served to the end, then it closes', async () => {
    const bench = await flowBench();
    const staff = await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'choose-service', state: 'last-passenger' });
    await bench.staffTouch({ type: 'set-service', state: 'last-passenger', reason: 'station-closed' });
    bench.lift(staff);
    await bench.see('home');
    const card = bench.addCard();
    bench.lay(card);
    await bench.see('inquiry');
    bench.lift(card);
    await bench.see('out-of-service');
  });

  test('after the next passenger, and nobody comes: it closes by itself', async () => {
    const bench = await flowBench();
    const staff = await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'choose-service', state: 'last-passenger' });
    await bench.staffTouch({ type: 'set-service', state: 'last-passenger', reason: 'station-closed' });
    bench.lift(staff);
    await bench.see('home');
    await bench.wait(290_000);
    expect(bench.screen.body.id).toBe('home');
    await bench.see('out-of-service');
  });

  test('a reason that does not belong to the choice on the screen changes nothing', async () => {
    const bench = await flowBench();
    await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'choose-service', state: 'out-of-service' });
    await bench.staffTouch(opened);
    expect(bench.staff.body.id).toBe('choose-service');
  });
});

describe('the machine as a whole', () => {
  test('while the screen is wiped nothing can be touched, and half a minute later everything can', async () => {
    const bench = await flowBench();
    await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'clean-screen' });
    expect(bench.staff).toMatchObject({ accepts: [], body: { id: 'cleaning', ms: 30_000 } });
    await bench.wait(20_000);
    bench.station.staff.receive({ kind: 'hello' });
    expect(bench.staffScreens.at(-1)).toMatchObject({ body: { id: 'cleaning', ms: 10_000 } });
    await bench.seeStaff('menu', 11_000);
  });

  test('the staff card, taken and laid again, ends it; another card does not', async () => {
    const bench = await flowBench();
    const card = await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'clean-screen' });
    bench.lift(card);
    await bench.wait(2_000);
    const passengers = bench.addCard();
    bench.lay(passengers);
    await bench.wait(2_000);
    expect(bench.staff).toMatchObject({ accepts: [], body: { id: 'cleaning' } });
    bench.lift(passengers);
    bench.lay(card);
    await bench.seeStaff('menu', 2_000);
  });

  test('the staff card, taken for good, leaves nothing but the request to lay it, and then nothing', async () => {
    const bench = await flowBench();
    const card = await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'clean-screen' });
    bench.lift(card);
    await bench.seeStaff('lay-staff-card', 31_000);
    expect(bench.staff.accepts).toEqual(['finish', 'more-time', 'set-language']);
    await bench.see('home', 61_000);
  });

  test.each(['restart', 'shut-down'] as const)('%s asks once more, and then the host', async (act) => {
    const bench = await flowBench();
    await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'choose-power', act });
    await bench.staffTouch({ type: 'back' });
    expect(bench.power).toEqual([]);
    await bench.staffTouch({ type: 'choose-power', act });
    await bench.staffTouch({ type: 'confirm' });
    expect(bench.power).toEqual([act]);
    expect(bench.staff.accepts).toEqual([]);
  });
});

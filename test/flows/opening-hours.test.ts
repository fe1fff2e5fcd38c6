import { describe, expect, test } from 'vitest';
import { flowBench } from './bench.ts';

const openingHours = { opens: '05:00', closes: '22:00' };
const MINUTE = 60_000;

describe('outside of the opening hours', () => {
  test('the machine is closed, tells its hours, takes no touch, and opens by itself', async () => {
    const bench = await flowBench({ openingHours, wallAt: '2023-04-10T04:50' });
    expect(await bench.see('closed')).toEqual({ id: 'closed', opens: '05:00', closes: '22:00', nextDay: false });
    expect(bench.screen).toMatchObject({ accepts: ['set-language', 'set-modes'], timeLimit: null });
    bench.lay(bench.addCard());
    await bench.wait(5_000);
    expect(bench.screen.body.id).toBe('closed');
    await bench.see('home', 11 * MINUTE);
  });

  test('the passenger who is there is served to the end', async () => {
    const bench = await flowBench({ openingHours, wallAt: '2023-04-10T21:59' });
    const card = bench.addCard({ balanceYen: 0, points: 1_000 });
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(card);
    await bench.see('choose-amount');
    await bench.wait(50_000);
    await bench.touch({ type: 'more-time' });
    await bench.wait(15_000);
    expect(bench.screen.body.id).toBe('choose-amount');
    await bench.touch({ type: 'choose-amount', points: 1_000 });
    await bench.touch({ type: 'confirm' });
    await bench.see('charged');
    await bench.touch({ type: 'receipt', wanted: false });
    bench.lift(card);
    await bench.see('closed');
    expect(card.card.balanceYen).toBe(1_000);
  });

  test('a clock a day ahead of the business date closes nothing, and staff are told', async () => {
    const bench = await flowBench({ openingHours, wallAt: '2023-04-11T23:00' });
    await bench.wait(MINUTE);
    expect(bench.screen.body.id).toBe('home');
    await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'open-room', room: 'devices' });
    const { lines } = await bench.seeStaff('board');
    expect(lines.find(({ what }) => what.name === 'clock')).toMatchObject({
      what: { status: 'closes-nothing' },
      state: 'bad',
      advice: 'clock-hours',
      detail: expect.stringContaining('/ 2023-04-10'),
    });
  });

  test('somebody sets the clock by a day while the machine is closed: it opens, and closes when it is right again', async () => {
    const bench = await flowBench({ openingHours, wallAt: '2023-04-10T23:00' });
    await bench.see('closed');
    bench.wallStep = -24 * 60 * MINUTE;
    await bench.see('home', MINUTE);
    bench.wallStep = 0;
    await bench.see('closed', MINUTE);
  });

  test('without a business date since the start nothing is closed', async () => {
    const bench = await flowBench({ openingHours, wallAt: '2023-04-10T23:00' });
    await bench.see('closed');
    bench.network = () => ({ kind: 'lose-request' });
    await bench.restart();
    await bench.wait(MINUTE);
    expect(bench.screen.body.id).toBe('home');
    bench.network = () => ({ kind: 'none' });
    await bench.see('closed', 2 * MINUTE);
  });

  test('staff come in at night, and the machine is closed again when they have gone', async () => {
    const bench = await flowBench({ openingHours, wallAt: '2023-04-10T23:00' });
    await bench.see('closed');
    bench.lift(await bench.comeIn('attendant'));
    await bench.see('closed');
  });

  test('an engineer changes the hours at night: the machine opens at once', async () => {
    const bench = await flowBench({ openingHours, wallAt: '2023-04-10T23:00' });
    const card = await bench.comeIn('engineer');
    await bench.staffTouch({ type: 'open-room', room: 'settings' });
    await bench.staffTouch({ type: 'edit-setting', field: 'opening-hours' });
    await bench.staffTouch({ type: 'set-setting', field: 'opening-hours', value: '05:00-23:30' });
    await bench.seeStaff('settings');
    bench.lift(card);
    await bench.see('home');
    await bench.see('closed', 31 * MINUTE);
  });

  test('closed by staff as well: the hour alone does not open it', async () => {
    const bench = await flowBench({ openingHours, wallAt: '2023-04-10T04:50' });
    const card = await bench.comeIn('attendant');
    await bench.staffTouch({ type: 'choose-service', state: 'out-of-service' });
    await bench.staffTouch({ type: 'set-service', state: 'out-of-service', reason: 'repair-needed' });
    bench.lift(card);
    await bench.see('out-of-service');
    await bench.wait(20 * MINUTE);
    expect(bench.screen.body).toEqual({ id: 'out-of-service', reason: 'staff' });
  });
});

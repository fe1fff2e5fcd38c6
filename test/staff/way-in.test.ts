import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowBench, staffCards } from '../flows/bench.ts';
import { auditLogOf } from './written-down.ts';

describe('the way in', () => {
  test('card and PIN open the menu; passengers see only that staff are at work', async () => {
    const bench = await flowBench();
    await bench.comeIn('engineer');
    expect(bench.staff.role).toBe('engineer');
    expect(bench.screen).toMatchObject({ body: { id: 'maintenance' }, accepts: [], timeLimit: null });
    expect(JSON.stringify(bench.screens)).not.toContain(bench.staff.session);
  });

  test('they were called: their card opens the menu while the screen still says so', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'call-staff' });
    await bench.see('staff-called');
    await bench.wait(20_000);
    await bench.comeIn('attendant');
    expect(bench.staff.role).toBe('attendant');
  });

  test('the card is taken: the session ends, its page goes, and the machine is as it was', async () => {
    const bench = await flowBench();
    bench.lift(await bench.comeIn());
    await bench.see('home');
    expect(bench.station.staff.screen).toBeNull();
    expect(bench.staffScreens.at(-1)).toBeNull();
  });

  test('"finish" ends it too; the card that still lies there opens nothing again', async () => {
    const bench = await flowBench();
    await bench.comeIn();
    await bench.staffTouch({ type: 'finish' });
    await bench.see('home');
    await bench.wait(10_000);
    expect(bench.screen.body.id).toBe('home');
  });

  test('nobody touches anything: time ends it, after a warning', async () => {
    const bench = await flowBench();
    await bench.comeIn();
    await bench.wait(245_000);
    expect(bench.staff.timeLimit).toMatchObject({ warning: true });
    await bench.staffTouch({ type: 'more-time' });
    await bench.wait(290_000);
    expect(bench.staff.body.id).toBe('menu');
    await bench.see('home', 20_000);
  });

  test('a wrong PIN says how many tries are left, and the digits move', async () => {
    const bench = await flowBench();
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer' }));
    const before = await bench.seeStaff('enter-pin');
    await bench.enterPin('111111');
    const after = await bench.seeStaff('enter-pin');
    expect(before).toMatchObject({ wrong: false, triesLeft: 3 });
    expect(after).toMatchObject({ wrong: true, triesLeft: 2 });
    expect(after.pad).not.toEqual(before.pad);
    await bench.enterPin(staffCards.engineer.pin);
    await bench.seeStaff('menu');
  });

  test('three wrong ones lock the card: also after it was lifted, and after a restart', async () => {
    const bench = await flowBench();
    const card = bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer' });
    bench.lay(card);
    for (const pin of ['111111', '222222', '333333']) {
      await bench.seeStaff('enter-pin');
      await bench.enterPin(pin);
    }
    expect(await bench.seeStaff('locked-out')).toMatchObject({ by: 'card', ms: 60_000 });
    bench.lift(card);
    await bench.see('home');
    await bench.wait(30_000);
    await bench.restart();
    bench.lay(card);
    // What it was locked for begins anew: nobody knows how long the machine was off.
    expect((await bench.seeStaff('locked-out')).ms).toBeGreaterThan(50_000);
    await bench.seeStaff('enter-pin', 60_000);
    await bench.enterPin(staffCards.engineer.pin);
    await bench.seeStaff('menu');
  });

  test('a forged card opens nothing and is on the audit log', async () => {
    const bench = await flowBench();
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer', forged: true }));
    await bench.wait(30_000);
    expect(bench.staffScreens).toEqual([]);
    expect(bench.screens.map(({ body }) => body.id)).not.toContain('maintenance');
    expect(auditLogOf(bench)).toContainEqual({ kind: 'card-refused', card: null, why: 'not-authentic' });
  });

  test('a genuine card that nobody enrolled is told so, and no PIN is asked for', async () => {
    const bench = await flowBench();
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'X-9', role: 'engineer' }));
    expect(await bench.seeStaff('refused-card')).toMatchObject({ why: 'not-registered' });
    expect(bench.staff.accepts).not.toContain('pin');
  });

  test('neither PIN nor token nor IDm is in the log', async () => {
    const bench = await flowBench();
    await bench.comeIn();
    const { session } = bench.staff;
    await bench.staffTouch({ type: 'finish' });
    await bench.see('home');
    const logged = bench.logged.join('\n');
    expect(logged).not.toContain(session);
    expect(logged).not.toContain(staffCards.engineer.pin);
  });
});

describe('the board', () => {
  test('says of every device how it is, and how often it had to be helped', async () => {
    const bench = await flowBench();
    // Asked once more it answers: no help.
    bench.reader.hang('abort');
    await bench.wait(10_000);
    bench.reader.hang('wake-up');
    await bench.wait(10_000);
    await bench.comeIn();
    const { devices, service } = await bench.seeStaff('menu');
    expect(devices.map(({ what, state, recoveries }) => [what.name, state, recoveries])).toEqual([
      ['reader', 'good', 1],
      ['printer', 'good', 0],
      ['center', 'good', 0],
      ['journal', 'good', 0],
      ['audit', 'good', 0],
    ]);
    expect(service).toEqual({ state: 'in-service', reason: null });
  });

  test('a part without a line of its own is named as soon as it is not good, and not any more when it is', async () => {
    const bench = await flowBench();
    const kept = join(bench.dataFolder, 'self-tests.json');
    writeFileSync(kept, '{}');
    await bench.comeIn();
    const selfTest = async () => (await bench.seeStaff('menu')).others.filter(({ name }) => name === 'self-test');
    expect(await selfTest()).toEqual([{ name: 'self-test', state: 'care' }]);
    rmSync(kept);
    const passed = { number: 1, name: 'sam', result: 'pass', ms: 1, detail: '' };
    const tested = {
      number: 1,
      on: bench.today,
      time: '05:00',
      businessDate: bench.today,
      softwareVersion: '',
      by: 'S-1',
    };
    writeFileSync(kept, JSON.stringify({ version: 1, tests: [{ ...tested, steps: [passed] }] }));
    // Seen without a touch.
    await bench.wait(2_000);
    expect(await selfTest()).toEqual([]);
  });

  test('opens on a machine whose journal is broken, and says so', async () => {
    const bench = await flowBench();
    bench.lift(await bench.comeIn('attendant'));
    await bench.see('home');
    await bench.stop();
    writeFileSync(bench.journalPath, 'broken'.repeat(1_000));
    await bench.restart();
    const card = await bench.comeIn('attendant');
    const { devices, service } = await bench.seeStaff('menu');
    expect(devices).toContainEqual(
      expect.objectContaining({ what: { name: 'journal', status: 'broken' }, state: 'bad' }),
    );
    expect(service).toEqual({ state: 'out-of-service', reason: 'journal-broken' });
    // No decision of staff opens it.
    expect(bench.staff.accepts).not.toContain('choose-service');
    bench.lift(card);
    await bench.see('out-of-service');
  });
});

test('journal broken and audit log gone: no try is left for the moment, since nobody knows of those before', async () => {
  const bench = await flowBench();
  await bench.stop();
  writeFileSync(bench.journalPath, 'broken'.repeat(1_000));
  await bench.restart();
  bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'A-1', role: 'attendant' }));
  expect(await bench.seeStaff('locked-out')).toMatchObject({ by: 'machine' });
});

describe('two machines and one center', () => {
  const spec = { kind: 'staff', staffId: 'S-1', role: 'engineer' } as const;

  test('a card that was tried too often here is locked there too', async () => {
    const here = await flowBench();
    const there = await flowBench({ world: here.world, stationId: 'FLOW-2' });
    here.lay(here.cardFrom(spec));
    for (const pin of ['111111', '222222', '333333']) {
      await here.seeStaff('enter-pin');
      await here.enterPin(pin);
    }
    await here.seeStaff('locked-out');
    there.lay(there.cardFrom(spec));
    expect(await there.seeStaff('locked-out')).toMatchObject({ by: 'card' });
  });

  test('a card that is enrolled here comes in there, also at a machine from the factory', async () => {
    const here = await flowBench();
    const there = await flowBench({ world: here.world, stationId: 'FLOW-2', fresh: true });
    here.lift(await here.comeIn('engineer'));
    there.lay(there.cardFrom(spec));
    await there.seeStaff('enter-pin');
    await there.enterPin(staffCards.engineer.pin);
    await there.seeStaff('menu');
  });

  test('the center is silent: staff wait a moment, and the machine goes by what it knows itself', async () => {
    const bench = await flowBench();
    bench.world.killCenter();
    bench.network = () => ({ kind: 'lose-request' });
    await bench.comeIn('engineer');
  });
});

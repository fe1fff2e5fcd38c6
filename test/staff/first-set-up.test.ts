import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { staffFiles } from '../../station/staff/assemble.ts';
import { type FlowBench, flowBench, staffCards } from '../flows/bench.ts';

const engineer = { kind: 'staff', staffId: 'E-7', role: 'engineer' } as const;
const PIN = '918273';

/** The first engineer enrols at a machine from the factory. */
async function setUp(bench: FlowBench) {
  const card = bench.cardFrom(engineer);
  bench.lay(card);
  await bench.seeStaff('choose-pin');
  await bench.enterPin(PIN);
  expect(await bench.seeStaff('choose-pin')).toMatchObject({ step: 'again', problem: null });
  await bench.enterPin(PIN);
  await bench.seeStaff('menu');
  return card;
}

describe('a machine without any staff card', () => {
  test('enrols the first engineer, who then comes in with the PIN that was chosen', async () => {
    const bench = await flowBench({ fresh: true });
    const card = await setUp(bench);
    expect(bench.staff.role).toBe('engineer');
    bench.lift(card);
    await bench.see('home');
    bench.lay(card);
    await bench.seeStaff('enter-pin');
    await bench.enterPin(PIN);
    await bench.seeStaff('menu');
  });

  test('does not take an attendant for the first one', async () => {
    const bench = await flowBench({ fresh: true });
    bench.lay(bench.cardFrom({ ...engineer, role: 'attendant' }));
    expect(await bench.seeStaff('refused-card')).toMatchObject({ why: 'needs-engineer' });
  });

  test('wants another PIN where this one is too simple, or the second entry is another', async () => {
    const bench = await flowBench({ fresh: true });
    bench.lay(bench.cardFrom(engineer));
    await bench.seeStaff('choose-pin');
    for (const pin of ['777777', '345678', '321098']) {
      await bench.enterPin(pin);
      expect(bench.staff.body).toMatchObject({ step: 'first', problem: 'too-simple' });
    }
    await bench.enterPin(PIN);
    await bench.enterPin('918274');
    expect(bench.staff.body).toMatchObject({ step: 'first', problem: 'not-the-same' });
  });

  test('the card is taken between the two entries: nobody is enrolled', async () => {
    const bench = await flowBench({ fresh: true });
    const card = bench.cardFrom(engineer);
    bench.lay(card);
    await bench.seeStaff('choose-pin');
    await bench.enterPin(PIN);
    bench.lift(card);
    await bench.see('home');
    bench.lay(card);
    expect(await bench.seeStaff('choose-pin')).toMatchObject({ step: 'first', purpose: 'first-engineer' });
  });
});

describe('it happens once', () => {
  const other = { ...engineer, staffId: 'E-8' } as const;
  const forgotten: Readonly<Record<string, readonly string[]>> = {
    'the register': [staffFiles.register],
    'register and audit log': [
      staffFiles.register,
      staffFiles.audit,
      `${staffFiles.audit}.head`,
      `${staffFiles.audit}.reserve`,
    ],
  };

  test.each(Object.keys(forgotten))(
    'also after %s were deleted: nobody can come in, and nobody becomes the first',
    async (what) => {
      const bench = await flowBench({ fresh: true });
      bench.lift(await setUp(bench));
      await bench.stop();
      for (const file of forgotten[what] ?? []) rmSync(join(bench.dataFolder, file), { force: true });
      await bench.restart();
      bench.lay(bench.cardFrom(other));
      expect(await bench.seeStaff('refused-card')).toMatchObject({ why: 'not-registered' });
    },
  );

  test('a register that cannot be read is not taken for none', async () => {
    const bench = await flowBench({ fresh: true });
    bench.lift(await setUp(bench));
    await bench.stop();
    const file = join(bench.dataFolder, staffFiles.register);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, -20));
    await bench.restart();
    bench.lay(bench.cardFrom(other));
    expect(await bench.seeStaff('refused-card')).toMatchObject({ why: 'storage' });
  });

  test('another engineer’s card beside the first is refused', async () => {
    const bench = await flowBench({ fresh: true });
    bench.lift(await setUp(bench));
    await bench.see('home');
    bench.lay(bench.cardFrom(other));
    expect(await bench.seeStaff('refused-card')).toMatchObject({ why: 'not-registered' });
  });
});

describe('further cards', () => {
  const newcomer = { kind: 'staff', staffId: 'A-9', role: 'attendant' } as const;

  test('are enrolled by an engineer, who lays the own card again afterwards', async () => {
    const bench = await flowBench();
    const own = await bench.comeIn('engineer');
    await bench.staffTouch({ type: 'open-room', room: 'cards' });
    await bench.staffTouch({ type: 'enrol-card' });
    bench.lift(own);
    const card = bench.cardFrom(newcomer);
    bench.lay(card);
    await bench.seeStaff('choose-pin');
    await bench.enterPin(PIN);
    await bench.enterPin(PIN);
    await bench.seeStaff('lay-staff-card');
    bench.lift(card);
    bench.lay(own);
    expect((await bench.seeStaff('cards')).cards.map(({ staffId }) => staffId)).toEqual(['A-1', 'S-1', 'A-9']);
    bench.lift(own);
    await bench.see('home');
    bench.lay(card);
    await bench.seeStaff('enter-pin');
    await bench.enterPin(PIN);
    await bench.seeStaff('menu');
    expect(bench.staff.role).toBe('attendant');
  });

  /** The engineer's card is away, the newcomer's lies there. */
  async function upToThePin(bench: FlowBench) {
    const own = await bench.comeIn('engineer');
    await bench.staffTouch({ type: 'open-room', room: 'cards' });
    await bench.staffTouch({ type: 'enrol-card' });
    bench.lift(own);
    const card = bench.cardFrom({ ...newcomer, role: 'engineer' });
    bench.lay(card);
    await bench.seeStaff('choose-pin');
    return { own, card };
  }

  test('the new card is lifted before its PIN is chosen: it is not enrolled', async () => {
    const bench = await flowBench();
    const { own, card } = await upToThePin(bench);
    await bench.enterPin(PIN);
    bench.lift(card);
    await bench.seeStaff('lay-staff-card', 5_000);
    bench.lay(own);
    expect((await bench.seeStaff('cards')).cards.map(({ staffId }) => staffId)).toEqual(['A-1', 'S-1']);
  });

  test('the engineer does not lay the own card again: the new one is not enrolled', async () => {
    const bench = await flowBench();
    const { card } = await upToThePin(bench);
    await bench.enterPin(PIN);
    await bench.enterPin(PIN);
    await bench.seeStaff('lay-staff-card');
    await bench.see('home', 65_000);
    bench.lift(card);
    await bench.wait(5_000);
    bench.lay(card);
    expect(await bench.seeStaff('refused-card')).toMatchObject({ why: 'not-registered' });
  });

  test('wrong PINs make the time without the engineer no longer', async () => {
    const bench = await flowBench();
    const { own, card } = await upToThePin(bench);
    for (let second = 0; second < 55; second += 5) {
      await bench.enterPin('777777');
      await bench.wait(5_000);
    }
    await bench.seeStaff('choose-pin');
    await bench.seeStaff('lay-staff-card', 10_000);
    bench.lift(card);
    bench.lay(own);
    expect((await bench.seeStaff('cards')).cards).toHaveLength(2);
  });

  test('the engineer does not come back: the session ends', async () => {
    const bench = await flowBench();
    const own = await bench.comeIn('engineer');
    await bench.staffTouch({ type: 'open-room', room: 'cards' });
    await bench.staffTouch({ type: 'enrol-card' });
    bench.lift(own);
    await bench.wait(5_000);
    await bench.staffTouch({ type: 'back' });
    await bench.seeStaff('lay-staff-card');
    bench.lay(bench.cardFrom({ ...newcomer, staffId: 'A-1' }));
    await bench.see('home', 65_000);
  });

  test('one that is taken off the register does not come in again, nor by being enrolled as the first', async () => {
    const bench = await flowBench();
    const own = await bench.comeIn('engineer');
    await bench.staffTouch({ type: 'open-room', room: 'cards' });
    // A glove that slips takes nobody off.
    await bench.staffTouch({ type: 'remove-card', staffId: 'A-1' });
    await bench.seeStaff('confirm-remove-card');
    await bench.staffTouch({ type: 'back' });
    expect((await bench.seeStaff('cards')).cards).toHaveLength(2);
    await bench.staffTouch({ type: 'remove-card', staffId: 'S-1' });
    expect(bench.staff.body.id).toBe('cards');
    await bench.staffTouch({ type: 'remove-card', staffId: 'A-1' });
    await bench.staffTouch({ type: 'confirm' });
    expect((await bench.seeStaff('cards')).cards.map(({ staffId }) => staffId)).toEqual(['S-1']);
    bench.lift(own);
    await bench.see('home');
    const { pin: _, ...attendant } = staffCards.attendant;
    bench.lay(bench.cardFrom(attendant));
    expect(await bench.seeStaff('refused-card')).toMatchObject({ why: 'removed' });
  });

  test('one that was taken off is enrolled again only after a question', async () => {
    const bench = await flowBench();
    const own = await bench.comeIn('engineer');
    await bench.staffTouch({ type: 'open-room', room: 'cards' });
    await bench.staffTouch({ type: 'remove-card', staffId: 'A-1' });
    await bench.staffTouch({ type: 'confirm' });
    await bench.seeStaff('cards');
    const { pin: _, ...attendant } = staffCards.attendant;
    const returned = bench.cardFrom(attendant);
    const asked = async () => {
      await bench.staffTouch({ type: 'enrol-card' });
      bench.lift(own);
      bench.lay(returned);
      expect(await bench.seeStaff('confirm-return-card')).toMatchObject({ staffId: 'A-1', role: 'attendant' });
    };
    await asked();
    await bench.staffTouch({ type: 'back' });
    await bench.seeStaff('lay-staff-card');
    bench.lift(returned);
    bench.lay(own);
    expect((await bench.seeStaff('cards')).cards.map(({ staffId }) => staffId)).toEqual(['S-1']);
    await asked();
    await bench.staffTouch({ type: 'confirm' });
    await bench.seeStaff('choose-pin');
    await bench.enterPin(PIN);
    await bench.enterPin(PIN);
    await bench.seeStaff('lay-staff-card');
    bench.lift(returned);
    bench.lay(own);
    expect((await bench.seeStaff('cards')).cards.map(({ staffId }) => staffId)).toContain('A-1');
  });

  test('a register that cannot be written: nothing is done, and the engineer is told', async () => {
    const bench = await flowBench();
    await bench.comeIn('engineer');
    await bench.staffTouch({ type: 'open-room', room: 'cards' });
    // Something stands where the new file would be made.
    mkdirSync(join(bench.dataFolder, `${staffFiles.register}.part`));
    await bench.staffTouch({ type: 'remove-card', staffId: 'A-1' });
    await bench.staffTouch({ type: 'confirm' });
    const { cards, failed } = await bench.seeStaff('cards');
    expect(failed).toBe(true);
    expect(cards.map(({ staffId }) => staffId)).toEqual(['A-1', 'S-1']);
  });

  test('are no business of an attendant', async () => {
    const bench = await flowBench();
    await bench.comeIn('attendant');
    expect((await bench.seeStaff('menu')).rooms).not.toContain('cards');
    await bench.staffTouch({ type: 'open-room', room: 'cards' });
    expect(bench.staff.body.id).toBe('menu');
  });
});

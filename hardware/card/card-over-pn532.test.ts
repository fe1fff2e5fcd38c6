import { describe, expect, test } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import { memoryLine } from '../lines/memory.ts';
import { createReader } from '../reader/driver.ts';
import type { FieldCard } from '../reader/field.ts';
import { createReaderSimulator, type FaultMoment, type FieldFault, type ReaderModel } from '../reader/simulator.ts';
import { createRigSam } from '../sam/rig-sam.ts';
import { createCardAccess } from './access.ts';
import type { KeyedAccess } from './port.ts';
import { simulatedCardFrom, simulatedTransitCard } from './simulator/spec.ts';
import { CARD_NUMBER, icoca, pointCharge } from './testing/bench.ts';

// The real seam: card access over the shipped driver, bytes on a line, the simulated chip, the simulated card; in the
// simulated time that all of them share.

async function machine(kind: ReaderModel = 'pn532', ...cards: FieldCard[]) {
  const clock = new SimulatedClock();
  const line = memoryLine({ timing: { baud: 115_200, clock } });
  const simulator = createReaderSimulator({ stream: line.device, clock, model: kind });
  const reader = createReader({ kind, line, clock });
  for (const card of cards) simulator.field.lay(card);
  reader.start();
  await clock.advanceUntil(() => reader.status === 'ready', 5_000);
  expect(reader.status).toBe('ready');
  const access = createCardAccess({ reader, sam: createRigSam() });
  /** Lets time pass until the promise has settled. */
  const play = async <Value>(promise: Promise<Value>): Promise<Value> => {
    let isDone = false;
    promise.then(
      () => {
        isDone = true;
      },
      () => {
        isDone = true;
      },
    );
    if (!(await clock.advanceUntil(() => isDone, 60_000))) throw new Error('it hangs');
    return promise;
  };
  return { clock, line, simulator, reader, access, keyed: access.keyed as KeyedAccess, play };
}

describe.each<ReaderModel>(['pn532', 'rcs620s'])('over %s', (kind) => {
  test('one visit: look, read, number, point charge, read again', async () => {
    const card = icoca();
    const { access, keyed, play, simulator } = await machine(kind, card);
    const sighting = await play(access.look());
    expect(sighting).toEqual({
      ok: true,
      value: { on: 'transit-card', idm: card.idm, pmm: card.pmm, issuer: 'ICOCA' },
    });
    expect(await play(access.readOpen(card.idm))).toMatchObject({ value: { balanceYen: 1200, updateNumber: 16 } });
    expect(await play(keyed.readIssue(card.idm))).toMatchObject({ value: { cardNumber: CARD_NUMBER } });
    expect(await play(keyed.readAll(card.idm))).toMatchObject({
      value: { open: { balanceYen: 1200, updateNumber: 16 }, issue: { cardNumber: CARD_NUMBER } },
    });
    // Authenticated, it answers to nothing in the clear, and is there all the same.
    expect(await play(access.isPresent(card.idm))).toEqual({ ok: true, value: true });
    const session = await play(keyed.openValueSession(card.idm));
    if (!session.ok) throw new Error(session.error.kind);
    const change = pointCharge(session.value, 500);
    expect(await play(session.value.write(change))).toEqual({ kind: 'written', status: '0000' });
    expect(await play(session.value.readBack())).toEqual({ ok: true, value: { balanceYen: 1700, updateNumber: 17 } });
    await play(session.value.end());
    expect(await play(access.isPresent(card.idm))).toEqual({ ok: true, value: true });
    const read = await play(access.readOpen(card.idm));
    expect(read.ok && read.value.history[0]?.raw).toBe(change.record);
    expect(simulator.breaches).toEqual([]);
    expect(card.breaches).toEqual([]);
  });

  test('a staff card, a Suica, some other FeliCa', async () => {
    const staff = simulatedCardFrom({ kind: 'staff', staffId: 'S-1', role: 'attendant', idm: '0101000000000001' });
    const { access, keyed, play, simulator } = await machine(kind, staff);
    expect(await play(access.look())).toMatchObject({ value: { on: 'staff-card', idm: '0101000000000001' } });
    expect(await play(access.isPresent('0101000000000001'))).toEqual({ ok: true, value: true });
    expect(await play(keyed.authenticateStaff('0101000000000001'))).toMatchObject({
      ok: true,
      value: { staffId: 'S-1', role: 'attendant' },
    });
    simulator.field.lift();
    simulator.field.lay(simulatedTransitCard({ kind: 'other-issuer', issuer: 'Suica', balanceYen: 700 }));
    expect(await play(access.look())).toMatchObject({ value: { on: 'transit-card', issuer: 'Suica' } });
    simulator.field.lift();
    simulator.field.lay(simulatedCardFrom({ kind: 'other-felica', systemCode: '8008' }));
    expect(await play(access.look())).toMatchObject({ value: { on: 'other-felica', systemCode: '8008' } });
    expect(simulator.breaches).toEqual([]);
  });
});

describe('a PN532 tells more', () => {
  test('a card of another technology, and two cards', async () => {
    const { access, play, simulator } = await machine('pn532', simulatedCardFrom({ kind: 'type-a' }));
    expect(await play(access.look())).toEqual({ ok: true, value: { on: 'other-technology' } });
    simulator.field.lift();
    simulator.field.lay(icoca());
    simulator.field.lay(icoca({ idm: '0101aaaaaaaaaaaa' }));
    expect(await play(access.look())).toEqual({ ok: true, value: { on: 'several' } });
  });
});

const MOMENTS: readonly FaultMoment[] = ['before', 'inside', 'after'];
const FAULTS: readonly (readonly [string, FieldFault])[] = [
  ...MOMENTS.flatMap((moment): [string, FieldFault][] => [
    [`lifted ${moment}`, { kind: 'lift', moment }],
    [`field lost ${moment}`, { kind: 'field-lost', moment }],
    [`swapped ${moment}`, { kind: 'swap', moment, card: icoca({ idm: '0101aaaaaaaaaaaa' }) }],
    [`power lost ${moment}`, { kind: 'power-loss', moment }],
    [`stuck ${moment}`, { kind: 'stuck', moment }],
  ]),
  ['reply lost', { kind: 'reply-lost' }],
  ['reply garbled', { kind: 'reply-garbled' }],
  ['reply falsified', { kind: 'reply-falsified', index: 20 }],
  ['reply 2 s late', { kind: 'reply-slow', ms: 2_000 }],
];

/** Card commands of a value session by their code: open read, Authentication1 and 2, secure Read, secure Write. */
const COMMANDS: readonly (readonly [string, number])[] = [
  ['open read', 0x06],
  ['Authentication1', 0x10],
  ['Authentication2', 0x12],
  ['secure Read', 0x14],
  ['secure Write', 0x16],
];

describe.each(COMMANDS)('trouble at %s', (_command, code) => {
  test.each(FAULTS)('%s', async (_name, fault) => {
    const card = icoca();
    const { clock, keyed, access, play, simulator } = await machine('pn532', card);
    simulator.arm(fault, { packet: (packet) => packet[1] === code });
    const session = await play(keyed.openValueSession(card.idm));
    let kind = 'no session';
    if (session.ok) {
      const outcome = await play(session.value.write(pointCharge(session.value, 500)));
      kind = outcome.kind;
      await play(session.value.end());
    }

    // Said and done agree; at most one commit, and a whole one.
    const isWritten = card.balanceYen === 1700;
    expect(card.commits.length).toBe(isWritten ? 1 : 0);
    expect(card.updateNumber).toBe(isWritten ? 17 : 16);
    expect(card.history.length).toBe(isWritten ? 2 : 1);
    if (kind === 'written') expect(isWritten).toBe(true);
    if (kind === 'refused' || kind === 'no session') expect(isWritten).toBe(false);

    // Everything healed and the card laid again: the truth can be read.
    simulator.disarm();
    if (!simulator.isPowered) simulator.powerOn();
    simulator.field.lift();
    simulator.field.lay(card);
    await clock.advance(15_000);
    const read = await play(access.readOpen(card.idm));
    expect(read).toMatchObject({ ok: true, value: { balanceYen: card.balanceYen } });
  });
});

describe('time', () => {
  test('balance and 20 records: most of the time is the bytes and the card', async () => {
    const history = Array.from({ length: 20 }, (_, age) => ({
      date: '2023-03-01',
      terminal: 0x16,
      process: 0x01,
      balanceYen: 1200 + age,
    }));
    const card = icoca({ history });
    const { clock, access, play, simulator } = await machine('pn532', card);
    const before = clock.now();
    const read = await play(access.readOpen(card.idm));
    expect(read.ok && read.value.history).toHaveLength(20);
    // Field off and on, polling, two reads of the card: 21 blocks are 336 bytes, 30 ms on the line alone.
    expect(clock.now() - before).toBeLessThan(150);
    expect(simulator.breaches).toEqual([]);
  });
});

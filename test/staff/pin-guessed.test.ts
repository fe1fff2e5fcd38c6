import { afterEach, describe, expect, test } from 'vitest';
import { SimulatedClock } from '../../hardware/clock.ts';
import { enrolRigStaff, registeredRigCard } from '../../rig/staff.ts';
import { type TestFolder, testFolder } from '../../station/journal/testing/fixture.ts';
import { silentLog } from '../../station/log.ts';
import { type Access, createAccess } from '../../station/staff/access/access.ts';
import { allowed, lockMs } from '../../station/staff/access/lockout.ts';
import { openRegister } from '../../station/staff/access/register.ts';
import { notShared } from '../../station/staff/access/shared.ts';
import { type AuditLog, openAudit } from '../../station/staff/audit/audit.ts';
import type { StaffCard } from '../../station/staff/parts.ts';

const PIN = '250413';
const COST = 4;
const TRIES = 10_000;
const HOUR = 3_600_000;

/** Numbers that are the same in every run: what fails once can be looked at. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Machine {
  readonly access: Access;
  readonly audit: AuditLog;
  readonly clock: SimulatedClock;
}

/** Switched on: its clock begins anew, anywhere, whatever it said before. */
function switchedOn(folder: string, clock = new SimulatedClock()): Machine {
  const options = {
    path: `${folder}/audit.sqlite`,
    stationId: 'GUESS-1',
    softwareVersion: 'test',
    clock,
    log: silentLog,
  };
  const audit = openAudit(options);
  const register = openRegister(`${folder}/staff-cards.json`);
  const shared = { clock, register, audit, shared: notShared, wasSetUp: () => true };
  return { access: createAccess({ ...shared, setUp: () => ({ ok: true, value: undefined }) }), audit, clock };
}

describe('a PIN is guessed', () => {
  let folder: TestFolder;
  afterEach(() => folder.remove());

  function cards(count: number): StaffCard[] {
    folder = testFolder();
    const specs = Array.from({ length: count }, (_, index) => {
      return { kind: 'staff', staffId: `A-${index}`, role: 'attendant' } as const;
    });
    enrolRigStaff(
      `${folder.path}/staff-cards.json`,
      specs.map((spec) => ({ spec, pin: PIN })),
      COST,
    );
    return specs.map((spec) => {
      const { card: hash, staffId, role } = registeredRigCard(spec, PIN, COST);
      return { idm: '0', hash, staffId, role };
    });
  }

  test(`${TRIES} times, with several cards, over restarts and changed clocks: never more often than is allowed`, async () => {
    const stolen = cards(8);
    const random = numbers(4711);
    let machine = switchedOn(folder.path);
    let elapsed = 0;
    let counted = 0;
    const countedOf = new Map<string, { at: number }[]>();
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const card = stolen[Math.floor(random() * stolen.length)] as StaffCard;
      const outcome = machine.access.tryPin(card, String(Math.floor(random() * 1_000_000)).padStart(6, '9'));
      expect(outcome.kind).not.toBe('right');
      const tries = [...(countedOf.get(card.hash) ?? [])];
      const now = machine.audit.state.lockout.cards.get(card.hash)?.failures ?? 0;
      if (now > tries.length) {
        counted += 1;
        tries.push({ at: elapsed });
        countedOf.set(card.hash, tries);
      }
      const wait = random() < 0.9 ? 0 : random() * 2 * allowed.machineRefillMs;
      await machine.clock.advance(wait);
      elapsed += wait;
      if (random() < 0.02) {
        machine.audit.close();
        const clock = new SimulatedClock();
        await clock.advance(random() * 24 * HOUR);
        machine = switchedOn(folder.path, clock);
      }
    }
    machine.audit.close();

    // The machine: what it begins with, and one more each time it has filled up.
    expect(counted).toBeLessThanOrEqual(allowed.triesPerMachine + elapsed / allowed.machineRefillMs);
    expect(counted).toBeGreaterThan(20);
    // Each card: no try came before the lock after the ones before it was over.
    for (const tries of countedOf.values()) {
      tries.forEach(({ at }, index) => {
        const before = tries[index - 1];
        if (before) expect(at - before.at).toBeGreaterThanOrEqual(lockMs(index));
      });
    }
  });

  test('switching it off and on gains nothing: every lock begins anew', async () => {
    const [card] = cards(1) as [StaffCard];
    let machine = switchedOn(folder.path);
    for (let wrong = 0; wrong < allowed.triesPerCard; wrong++) machine.access.tryPin(card, '000000');
    for (let restart = 0; restart < 50; restart++) {
      await machine.clock.advance(allowed.firstLockMs - 1_000);
      machine.audit.close();
      machine = switchedOn(folder.path);
      expect(machine.access.tryPin(card, PIN)).toMatchObject({ kind: 'locked', by: 'card' });
    }
    await machine.clock.advance(allowed.firstLockMs);
    expect(machine.access.tryPin(card, PIN)).toMatchObject({ kind: 'right' });
    machine.audit.close();
  });

  test('cut off between the try and its outcome, it counts as wrong', () => {
    const [card] = cards(1) as [StaffCard];
    const machine = switchedOn(folder.path);
    machine.audit.append({ kind: 'pin-tried', card: card.hash });
    machine.audit.close();
    expect(switchedOn(folder.path).audit.state.lockout.cards.get(card.hash)?.failures).toBe(1);
  });

  test('each further mistake doubles the lock, up to a day', () => {
    const minutes = Array.from({ length: 16 }, (_, failures) => lockMs(failures) / 60_000);
    expect(minutes).toEqual([0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 1_440, 1_440]);
    expect(lockMs(1_000)).toBe(24 * HOUR);
  });

  test('the right one ends the row of mistakes of its card, and of no other', () => {
    const [one, other] = cards(2) as [StaffCard, StaffCard];
    const { access, audit } = switchedOn(folder.path);
    for (const card of [one, one, other, other]) access.tryPin(card, '000000');
    expect(access.tryPin(one, PIN)).toMatchObject({ kind: 'right', who: { staffId: 'A-0' } });
    const failures = (card: StaffCard) => audit.state.lockout.cards.get(card.hash)?.failures ?? 0;
    expect([failures(one), failures(other)]).toEqual([0, 2]);
    audit.close();
  });

  test('where the log cannot be written no PIN is taken: there is no try without a record', () => {
    const [card] = cards(1) as [StaffCard];
    const { access, audit } = switchedOn(folder.path);
    audit.close();
    expect(access.tryPin(card, PIN)).toEqual({ kind: 'refused', why: 'storage' });
  });
});

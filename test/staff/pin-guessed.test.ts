import { afterEach, describe, expect, test } from 'vitest';
import { SimulatedClock } from '../../hardware/clock.ts';
import { enrolRigStaff, registeredRigCard } from '../../rig/staff.ts';
import { type TestFolder, testFolder } from '../../station/journal/testing/fixture.ts';
import { silentLog } from '../../station/log.ts';
import { type Access, createAccess } from '../../station/staff/access/access.ts';
import { allowed, lockMs } from '../../station/staff/access/lockout.ts';
import { openRegister } from '../../station/staff/access/register.ts';
import { notShared } from '../../station/staff/access/shared.ts';
import { type AuditLog, notAnchored, openAudit } from '../../station/staff/audit/audit.ts';
import type { StaffCard } from '../../station/staff/parts.ts';
import { systemWallClock, type WallClock } from '../../station/wall-clock.ts';

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
function switchedOn(folder: string, clock = new SimulatedClock(), wall: WallClock = systemWallClock): Machine {
  const options = {
    path: `${folder}/audit.sqlite`,
    stationId: 'GUESS-1',
    softwareVersion: 'test',
    clock,
    wall,
    anchor: notAnchored,
    log: silentLog,
  };
  const audit = openAudit(options);
  const register = openRegister(`${folder}/staff-cards.json`);
  const shared = { clock, register, audit, shared: notShared, wasSetUp: () => true, setUpBy: () => null };
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

  /** The allowed rate once more, in other words than the code's: what the machine and each card may still try, and when. */
  function allowance() {
    let left: number = allowed.triesPerMachine;
    let waited = 0;
    const mistakes = new Map<string, { count: number; lockedFor: number }>();
    const whole = (): number => Math.min(allowed.triesPerMachine, left + Math.floor(waited / allowed.machineRefillMs));
    /** What has been waited for counts with the next try; a machine that is full gains nothing by waiting. */
    const take = (tries: number): void => {
      const now = whole();
      waited = now === allowed.triesPerMachine ? 0 : waited % allowed.machineRefillMs;
      left = now - tries;
    };
    return {
      pass(ms: number): void {
        waited += ms;
        for (const card of mistakes.values()) card.lockedFor -= ms;
      },
      /** Nobody knows for how long it was off: every wait begins anew. */
      restart(): void {
        waited = 0;
        for (const card of mistakes.values()) card.lockedFor = lockMs(card.count);
      },
      mayTry: (card: string): boolean => whole() > 0 && (mistakes.get(card)?.lockedFor ?? 0) <= 0,
      wrong(card: string): void {
        take(1);
        const count = (mistakes.get(card)?.count ?? 0) + 1;
        mistakes.set(card, { count, lockedFor: lockMs(count) });
      },
      right(card: string): void {
        take(0);
        mistakes.delete(card);
      },
    };
  }

  test.each([
    [TRIES, 'a few cards, each of which is soon locked for long', 8],
    [TRIES / 5, 'so many cards that only the machine stands in the way', 100],
  ])(
    '%i times, with %s, over restarts and changed clocks: never more often than is allowed',
    async (tries, _, count) => {
      const stolen = cards(count);
      const random = numbers(4711);
      const rate = allowance();
      // Somebody sets the machine's own clock all the time, forward and back.
      const wall = { now: () => Date.parse('2023-04-10T00:00Z') + Math.round((random() - 0.5) * 365 * 24 * HOUR) };
      let machine = switchedOn(folder.path, undefined, wall);
      const came = { wrong: 0, right: 0, locked: { card: 0, machine: 0 }, rightWhileLocked: 0 };
      for (let attempt = 0; attempt < tries; attempt++) {
        const card = stolen[Math.floor(random() * stolen.length)] as StaffCard;
        // Now and then the right one: a lock keeps that out too.
        const isRight = random() < 0.05;
        const outcome = machine.access.tryPin(
          card,
          isRight ? PIN : String(Math.floor(random() * 100_000)).padStart(6, '9'),
        );
        if (!rate.mayTry(card.hash)) {
          expect(outcome, `attempt ${attempt}`).toMatchObject({ kind: 'locked' });
          if (outcome.kind === 'locked') came.locked[outcome.by] += 1;
          if (isRight) came.rightWhileLocked += 1;
        } else if (isRight) {
          expect(outcome, `attempt ${attempt}`).toMatchObject({ kind: 'right' });
          came.right += 1;
          rate.right(card.hash);
        } else {
          expect(['wrong', 'locked'], `attempt ${attempt}`).toContain(outcome.kind);
          came.wrong += 1;
          rate.wrong(card.hash);
        }
        // Whole milliseconds, as the log has them.
        const wait = random() < 0.9 ? 0 : Math.floor(random() * 2 * allowed.machineRefillMs);
        await machine.clock.advance(wait);
        rate.pass(wait);
        if (random() < 0.02) {
          machine.audit.close();
          const clock = new SimulatedClock();
          await clock.advance(Math.floor(random() * 24 * HOUR));
          machine = switchedOn(folder.path, clock, wall);
          rate.restart();
        }
      }
      machine.audit.close();
      // The log holds exactly the tries that were allowed, and everything was really met.
      expect(machine.audit.state.lockout.left).toBeGreaterThanOrEqual(0);
      expect(came.wrong).toBeGreaterThan(20);
      expect(came.rightWhileLocked).toBeGreaterThan(50);
      expect(count > 8 ? came.locked.machine : came.locked.card).toBeGreaterThan(tries / 4);
    },
  );

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

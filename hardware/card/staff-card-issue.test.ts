import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createRigSam } from '../sam/rig-sam.ts';
import type { LiteSCard } from './simulator/lite-s.ts';
import { simulatedCardFrom } from './simulator/spec.ts';
import { issueStaffCard } from './staff-issue.ts';
import { bench } from './testing/bench.ts';

const staff = { staffId: 'S-0042', role: 'attendant' } as const;

function issuing(card = simulatedCardFrom({ kind: 'blank-lite-s' }) as LiteSCard) {
  const { reader, access, keyed } = bench(card);
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
  const issue = (sam = createRigSam()) => issueStaffCard({ reader, sam, random }, card.idm, staff);
  return { card, reader, access, keyed, issue };
}

describe('issuing a staff card', () => {
  test('a card from the shop becomes one', async () => {
    const { card, access, keyed, issue } = issuing();
    expect(await access.look()).toMatchObject({ value: { on: 'other-felica' } });
    expect(await issue()).toEqual({ ok: true, value: undefined });
    expect(await access.look()).toMatchObject({ value: { on: 'staff-card' } });
    expect(await keyed.authenticateStaff(card.idm)).toMatchObject({ ok: true, value: staff });
    expect(card.breaches).toEqual([]);
  });

  test('one that is closed stays as it is', async () => {
    const { keyed, card, issue } = issuing();
    await issue();
    expect(await issue()).toEqual({ ok: false, error: { kind: 'already-issued' } });
    expect(await keyed.authenticateStaff(card.idm)).toMatchObject({ ok: true });
  });

  // Read, four writes, authentication (ID, challenge, answer), lock.
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('interrupted at exchange %i, it can be begun anew', async (at) => {
    const { card, reader, keyed, issue } = issuing();
    reader.faults.set(at, 'lifted-after');
    expect(await issue()).toEqual({ ok: false, error: { kind: 'card-gone' } });
    reader.faults.clear();
    reader.cards = [card];
    const again = await issue();
    // Lost after the very last command, the card is finished although nobody was told.
    expect(again.ok || again.error.kind === 'already-issued').toBe(true);
    expect(await keyed.authenticateStaff(card.idm)).toMatchObject({ ok: true, value: staff });
  });

  test('a key that the card did not take is found before the card is closed', async () => {
    const { card, issue } = issuing();
    const honest = createRigSam();
    let asked = 0;
    const faulty = {
      ...honest,
      staffCardKey: async (idBlock: Uint8Array) => {
        asked += 1;
        return honest.staffCardKey(asked === 1 ? idBlock : new Uint8Array(16));
      },
    };
    expect(await issue(faulty)).toEqual({ ok: false, error: { kind: 'not-authentic' } });
    expect(await issuing(card).issue()).toMatchObject({ ok: true });
  });
});

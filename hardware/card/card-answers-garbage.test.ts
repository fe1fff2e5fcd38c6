import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldCard } from '../reader/field.ts';
import { simulatedCardFrom } from './simulator/spec.ts';
import { bench, icoca, pointCharge } from './testing/bench.ts';

// A card, or something between card and reader, that answers what it likes: typed errors, never an exception, never a
// hang, and never a "written" that is not true.

/** What becomes of one answer. */
type Bend =
  | { kind: 'true' }
  | { kind: 'junk'; bytes: Uint8Array }
  | { kind: 'bit'; at: number }
  | { kind: 'cut'; to: number };

const bends: fc.Arbitrary<Bend[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Bend>({ kind: 'true' }) },
    fc.uint8Array({ maxLength: 255 }).map((bytes): Bend => ({ kind: 'junk', bytes })),
    fc.nat({ max: 2000 }).map((at): Bend => ({ kind: 'bit', at })),
    fc.nat({ max: 255 }).map((to): Bend => ({ kind: 'cut', to })),
  ),
  { minLength: 1, maxLength: 12 },
);

function bentAnswer(answer: Uint8Array, bend: Bend): Uint8Array {
  switch (bend.kind) {
    case 'true':
      return answer;
    case 'junk':
      return bend.bytes;
    case 'bit': {
      const bent = answer.slice();
      const at = (bend.at >> 3) % bent.length;
      bent[at] = (bent[at] ?? 0) ^ (1 << (bend.at & 7));
      return bent;
    }
    case 'cut':
      return answer.slice(0, bend.to);
  }
}

/** The card behind a liar; pollings get through, or nothing would be tried. */
function lying(card: FieldCard, plan: readonly Bend[]): FieldCard {
  let count = 0;
  return {
    technology: 'felica',
    fieldOff: () => card.fieldOff(),
    handle: (packet) => {
      const answered = card.handle(packet);
      if (!answered || packet[1] === 0x00) return answered;
      const bend = plan[count++] ?? { kind: 'true' };
      return { ...answered, answer: bentAnswer(answered.answer, bend) };
    },
  };
}

describe('answers that are not true', () => {
  test('everything that reads gives a value or a typed error', async () => {
    await fc.assert(
      fc.asyncProperty(bends, async (plan) => {
        const card = icoca();
        const { access, keyed } = bench(lying(card, plan));
        expect(typeof (await access.look()).ok).toBe('boolean');
        expect(typeof (await access.readOpen(card.idm)).ok).toBe('boolean');
        expect(typeof (await access.readGateLog(card.idm)).ok).toBe('boolean');
        expect(typeof (await access.isPresent(card.idm)).ok).toBe('boolean');
        const issue = await keyed.readIssue(card.idm);
        // What comes through the SAM is true or refused.
        if (issue.ok) expect(issue.value).toEqual(card.issue);
        expect(card.commits).toEqual([]);
      }),
    );
  });

  test('a point charge is never called written or refused where it is not', async () => {
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(bends, async (plan) => {
        const card = icoca();
        const { access, keyed } = bench(lying(card, plan));
        const session = await keyed.openValueSession(card.idm);
        if (session.ok) {
          opened += 1;
          expect(session.value.issue).toEqual(card.issue);
          expect(session.value.balanceYen).toBe(1200);
          expect(session.value.history[0]?.raw).toBe(card.history[0]);
          const outcome = await session.value.write(pointCharge(session.value, 500));
          if (outcome.kind === 'written') expect(card.balanceYen).toBe(1700);
          if (outcome.kind === 'refused') expect(card.balanceYen).toBe(1200);
          const back = await session.value.readBack();
          if (back.ok) expect(back.value).toEqual({ balanceYen: card.balanceYen, updateNumber: card.updateNumber });
          await session.value.end();
        }
        expect(card.commits.length).toBeLessThanOrEqual(1);
        // And the card is free for the next one.
        expect((await access.look()).ok).toBe(true);
      }),
    );
    // The property was not empty.
    expect(opened).toBeGreaterThan(5);
  });

  test('a staff card is never believed to be somebody else', async () => {
    await fc.assert(
      fc.asyncProperty(bends, async (plan) => {
        const card = simulatedCardFrom({ kind: 'staff', staffId: 'S-1', role: 'attendant', idm: '0101000000000001' });
        const read = await bench(lying(card, plan)).keyed.authenticateStaff('0101000000000001');
        if (read.ok) expect(read.value).toMatchObject({ staffId: 'S-1', role: 'attendant' });
      }),
    );
  });
});

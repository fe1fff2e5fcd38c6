import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LiteSCard } from './simulator/lite-s.ts';
import { simulatedCardFrom } from './simulator/spec.ts';
import { decodeStaff, encodeStaff, isStaffIdBlock, staffIdBlock } from './staff-card.ts';
import { bench, icoca } from './testing/bench.ts';

const spec = { kind: 'staff', staffId: 'S-0042', role: 'engineer' } as const;

function staffCard(more: { forged?: boolean } = {}): LiteSCard {
  return simulatedCardFrom({ ...spec, ...more }) as LiteSCard;
}

describe('staff cards', () => {
  test('a genuine one says whose it is', async () => {
    const card = staffCard();
    const { access, keyed } = bench(card);
    expect(await access.look()).toEqual({ ok: true, value: { on: 'staff-card', idm: card.idm, pmm: card.pmm } });
    expect(await keyed.authenticateStaff(card.idm)).toEqual({
      ok: true,
      value: { staffId: 'S-0042', role: 'engineer', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(card.breaches).toEqual([]);
  });

  test('is seen lying there, although a Lite-S knows no Request Response', async () => {
    const card = staffCard();
    const { reader, access } = bench(card);
    await access.look();
    expect(await access.isPresent(card.idm)).toEqual({ ok: true, value: true });
    expect(card.breaches).toEqual([]);
    reader.cards = [];
    expect(await access.isPresent(card.idm)).toEqual({ ok: true, value: false });
  });

  test('one with the right bytes and another key is refused', async () => {
    const card = staffCard({ forged: true });
    expect(await bench(card).keyed.authenticateStaff(card.idm)).toEqual({
      ok: false,
      error: { kind: 'not-authentic' },
    });
  });

  test('a copy of the answers of an earlier visit is refused: the challenge is new', async () => {
    const genuine = staffCard();
    const { reader, keyed } = bench(genuine);
    const answers: Uint8Array[] = [];
    const replay = { ...spied(genuine, (answer) => answers.push(answer)) };
    reader.cards = [replay];
    expect(await keyed.authenticateStaff(genuine.idm)).toMatchObject({ ok: true });
    const kept = answers.slice();
    reader.cards = [{ ...spied(genuine, () => {}), handle: (packet) => answerFrom(kept, genuine, packet) }];
    expect(await keyed.authenticateStaff(genuine.idm)).toEqual({ ok: false, error: { kind: 'not-authentic' } });
  });

  test('a Lite-S of somebody else is just another FeliCa card', async () => {
    const card = new LiteSCard({ idm: '0102030405060708' });
    const { access, keyed } = bench(card);
    expect(await access.look()).toEqual({ ok: true, value: { on: 'other-felica', systemCode: '88b4' } });
    expect(await keyed.authenticateStaff(card.idm)).toEqual({ ok: false, error: { kind: 'not-authentic' } });
  });

  test('an ICOCA is no staff card', async () => {
    const card = icoca();
    expect((await bench(card).keyed.authenticateStaff(card.idm)).ok).toBe(false);
  });

  test.each([1, 2, 3])('lifted at exchange %i', async (at) => {
    const card = staffCard();
    const { reader, keyed } = bench(card);
    reader.faults.set(at, 'lifted-after');
    expect(await keyed.authenticateStaff(card.idm)).toEqual({ ok: false, error: { kind: 'card-gone' } });
  });
});

describe('layout of a staff card (docs/sam.md)', () => {
  test('what is encoded is decoded', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z-]{1,14}$/), fc.constantFrom('attendant', 'engineer'), (staffId, role) => {
        expect(decodeStaff(encodeStaff({ staffId, role: role as 'attendant' }))).toEqual({ staffId, role });
      }),
    );
  });
  test('arbitrary blocks are no staff block or one that encodes to itself', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (block) => {
        const staff = decodeStaff(block);
        if (staff) expect(encodeStaff(staff)).toEqual(block);
      }),
    );
  });
  test('the mark in the ID block', () => {
    expect(isStaffIdBlock(staffIdBlock(new Uint8Array(8)))).toBe(true);
    expect(isStaffIdBlock(new Uint8Array(16))).toBe(false);
  });
});

/** The card, and a copy of everything it says. */
function spied(card: LiteSCard, onAnswer: (answer: Uint8Array) => void) {
  return {
    technology: 'felica' as const,
    handle: (packet: Uint8Array) => {
      const answered = card.handle(packet);
      if (answered && packet[1] !== 0x00) onAnswer(answered.answer);
      return answered;
    },
    fieldOff: () => card.fieldOff(),
  };
}

/** Pollings by the card itself, everything else as it was said before. */
function answerFrom(kept: Uint8Array[], card: LiteSCard, packet: Uint8Array) {
  if (packet[1] === 0x00) return card.handle(packet);
  const answer = kept.shift();
  return answer ? { answer, ms: 1 } : null;
}

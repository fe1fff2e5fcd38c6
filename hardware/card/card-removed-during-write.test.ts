import { describe, expect, test } from 'vitest';
import { bench, icoca, opened, pointCharge } from './testing/bench.ts';
import type { Fault } from './testing/direct-reader.ts';

const FAULTS: readonly Fault[] = ['lifted-before', 'lifted-after', 'answer-lost', 'answer-bent', 'reader-gone'];
/** Open read, Authentication1 and 2, secure Read, secure Write, read-back. */
const EXCHANGES = 6;
const WRITE = 5;

/** Opens, writes, reads back, ends; every outcome as a word. */
async function run(fault: Fault, at: number) {
  const card = icoca();
  const { reader, access, keyed } = bench(card);
  reader.faults.set(at, fault);
  const session = await keyed.openValueSession(card.idm);
  if (!session.ok) return { card, access, reader, outcome: `no session: ${session.error.kind}` };
  const change = pointCharge(session.value, 500);
  const outcome = await session.value.write(change);
  await session.value.readBack();
  await session.value.end();
  return { card, access, reader, outcome: outcome.kind };
}

describe.each(FAULTS)('%s', (fault) => {
  test.each(Array.from({ length: EXCHANGES }, (_, index) => index + 1))('at exchange %i', async (at) => {
    const { card, access, reader, outcome } = await run(fault, at);

    // The truth is whole, and what we say of it is true.
    const isWritten = card.balanceYen === 1700 && card.updateNumber === 17 && card.history.length === 2;
    const isUntouched = card.balanceYen === 1200 && card.updateNumber === 16 && card.history.length === 1;
    expect(isWritten || isUntouched).toBe(true);
    expect(card.commits.length).toBe(isWritten ? 1 : 0);
    if (outcome === 'written') expect(isWritten).toBe(true);
    if (outcome === 'refused') expect(isUntouched).toBe(true);
    if (at === WRITE) expect(outcome).toBe('unknown');
    if (at > WRITE) expect(outcome).toBe('written');

    // Laid back, the card is read like any other: nothing of the lost session is in the way.
    reader.faults.clear();
    reader.cards = [card];
    const read = await access.readOpen(card.idm);
    expect(read).toMatchObject({ ok: true, value: { balanceYen: card.balanceYen, updateNumber: card.updateNumber } });
    expect(card.mode).toBe(0);
  });
});

describe('what is lost is not tried again', () => {
  test('exactly one write leaves, whatever happens to its answer', async () => {
    for (const fault of FAULTS) {
      const { reader } = await run(fault, WRITE);
      // A secure message: length, code 16.
      expect(reader.sent.filter((packet) => packet.slice(2, 4) === '16')).toHaveLength(1);
    }
  });

  test('a session writes once, and a second call is a bug that is told at once', async () => {
    const card = icoca();
    const session = await opened(bench(card).keyed, card);
    await session.write(pointCharge(session, 10));
    await expect(session.write(pointCharge(session, 10))).rejects.toThrow('writes once');
    expect(card.commits).toHaveLength(1);
  });

  test('a session that has ended sends nothing', async () => {
    const card = icoca();
    const { keyed, reader } = bench(card);
    const session = await opened(keyed, card);
    const change = pointCharge(session, 10);
    await session.end();
    const before = reader.exchanges;
    expect(await session.write(change)).toMatchObject({ kind: 'unknown' });
    expect(await session.readBack()).toMatchObject({ ok: false });
    expect(reader.exchanges).toBe(before);
    expect(card.commits).toHaveLength(0);
  });

  test('the card swapped for another one between look and session', async () => {
    const card = icoca();
    const { keyed, reader } = bench(card);
    reader.cards = [icoca({ idm: '0101aaaaaaaaaaaa' })];
    expect(await keyed.openValueSession(card.idm)).toEqual({ ok: false, error: { kind: 'different-card' } });
  });

  test('the card swapped for another one inside a session', async () => {
    const card = icoca();
    const { keyed, reader } = bench(card);
    const session = await opened(keyed, card);
    const other = icoca({ idm: '0101aaaaaaaaaaaa' });
    reader.cards = [other];
    expect(await session.write(pointCharge(session, 10))).toMatchObject({ kind: 'unknown' });
    expect([card.commits, other.commits]).toEqual([[], []]);
  });

  test('the field lost for a moment inside a session: the old session is dead', async () => {
    const card = icoca();
    const { keyed } = bench(card);
    const session = await opened(keyed, card);
    card.fieldOff();
    expect(await session.write(pointCharge(session, 10))).toMatchObject({ kind: 'unknown' });
    expect(card.commits).toEqual([]);
  });
});

describe('others wait', () => {
  test('a look waits for the end of a value session; presence does not', async () => {
    const card = icoca();
    const { access, keyed } = bench(card);
    const session = await opened(keyed, card);
    let hasLooked = false;
    const looking = access.look().then(() => {
      hasLooked = true;
    });
    expect(await access.isPresent(card.idm)).toEqual({ ok: true, value: true });
    expect(await session.write(pointCharge(session, 10))).toMatchObject({ kind: 'written' });
    expect(hasLooked).toBe(false);
    await session.end();
    await looking;
    expect(hasLooked).toBe(true);
  });

  test('an error ends the session for the others, even if nobody calls end', async () => {
    const card = icoca();
    const { access, keyed, reader } = bench(card);
    reader.faults.set(WRITE, 'lifted-after');
    const session = await opened(keyed, card);
    await session.write(pointCharge(session, 10));
    expect(await access.look()).toEqual({ ok: true, value: { on: 'nothing' } });
  });
});

/** Many stations at once: their calls share transactions (convoys.ts), and none of them gets to know of it. */
import { expect, test } from 'vitest';
import { cardNumber, centerWithPoints, evidence, finish, hold, posting, registration, testCenter } from './fixture.ts';
import { cardOfId, rememberId } from './ids.ts';
import { lockCard, type Sql } from './sql.ts';

const many = Array.from({ length: 50 }, (_, index) => index + 1);
const code = (answer: unknown): unknown => (typeof answer === 'string' ? answer : null);

test('each has its own answer: the balances of its card, or what its card lacks', async () => {
  const run = testCenter();
  const points = (n: number): number => n * 100;
  await run.import(
    ...many.flatMap((n) => [registration(cardNumber(n)), posting(`p${n}`, points(n), { card: cardNumber(n) })]),
  );
  const held = await Promise.all(
    many.map((n) => run.ask('hold', hold(n, 2_000, { evidence: evidence(2_000, cardNumber(n)) }))),
  );
  for (const [index, answer] of held.entries()) {
    const n = index + 1;
    if (points(n) < 2_000) expect(answer).toBe('insufficient-points');
    else expect(answer).toMatchObject({ state: 'held', points: points(n) - 2_000, heldPoints: 2_000 });
  }
  const ends = await Promise.all(
    many.map((n) => run.ask('finish', finish(n, n % 2 ? 'settled' : 'voided', { cardNumber: cardNumber(n) }))),
  );
  for (const [index, answer] of ends.entries()) {
    const n = index + 1;
    const took = points(n) >= 2_000 && n % 2 ? 2_000 : 0;
    expect(answer).toMatchObject({
      state: took > 0 ? 'settled' : 'voided',
      points: points(n) - took,
      heldPoints: 0,
    });
  }
  expect(await run.center.check()).toEqual([]);
});

test('one of them fails: it alone is told, and what the others did is done', async () => {
  const db = await testCenter().database();
  const taking = (n: number) =>
    db.writeTogether(function* (): Sql<number> {
      yield* lockCard(cardNumber(n));
      yield* rememberId('transfer', `id-${n}`, cardNumber(n));
      if (n === 7) throw new Error('spoiled');
      return n;
    });
  const outcomes = await Promise.allSettled(many.map(taking));
  for (const [index, outcome] of outcomes.entries()) {
    const n = index + 1;
    if (n === 7) expect(outcome).toMatchObject({ status: 'rejected', reason: new Error('spoiled') });
    else expect(outcome).toEqual({ status: 'fulfilled', value: n });
    expect(await db.read(() => cardOfId('transfer', `id-${n}`))).toBe(n === 7 ? null : cardNumber(n));
  }
});

test('calls that want the cards of each other are all done', async () => {
  const db = await testCenter().database();
  const crosswise = (first: number, second: number) =>
    db.writeTogether(function* (): Sql<string> {
      yield* lockCard(cardNumber(first));
      // Somebody has to look before the second lock, so that both have their first one by then.
      yield* cardOfId('transfer', 'nobody');
      yield* lockCard(cardNumber(second));
      yield* rememberId('transfer', `${first}-${second}`, cardNumber(first));
      return `${first}-${second}`;
    });
  expect(await Promise.all([crosswise(1, 2), crosswise(2, 1), crosswise(3, 3)])).toEqual(['1-2', '2-1', '3-3']);
});

test('the end of a transfer beside the next hold of its card: one after the other, and both are right', async () => {
  const run = await centerWithPoints(1_000);
  await run.ask('hold', hold(1, 400));
  const [ended, next, third] = await Promise.all([
    run.ask('finish', finish(1, 'settled')),
    run.ask('hold', hold(2, 300)),
    run.ask('hold', hold(3, 300)),
  ]);
  expect(ended).toMatchObject({ state: 'settled', points: 600, heldPoints: 0 });
  expect([code(next), code(third)].sort()).toEqual(['card-has-open-hold', null]);
  expect(await run.center.check()).toEqual([]);
});

import { expect, test } from 'vitest';
import { bench, CARD_NUMBER, icoca } from './testing/bench.ts';

/** The codes of Authentication1 and 2. */
const authentication = ['10', '12'];

/** Numbers of the exchanges by which a genuine card is authenticated. */
async function exchangesOfAuthentication(): Promise<number[]> {
  const card = icoca();
  const { reader, keyed } = bench(card);
  await keyed.readIssue(card.idm);
  return reader.sent.flatMap((packet, index) => (authentication.includes(packet.slice(2, 4)) ? [index + 1] : []));
}

test.each(['answer-lost', 'answer-bent'] as const)('%s once: a genuine card is not called false', async (fault) => {
  const exchanges = await exchangesOfAuthentication();
  expect(exchanges).toHaveLength(2);
  for (const exchange of exchanges) {
    const card = icoca();
    const { reader, keyed } = bench(card);
    reader.faults.set(exchange, fault);
    expect(await keyed.readIssue(card.idm)).toMatchObject({ ok: true, value: { cardNumber: CARD_NUMBER } });
    expect(card.breaches).toEqual([]);
  }
});

test('a challenge is never used for a second authentication', async () => {
  const card = icoca();
  const { reader, keyed } = bench(card);
  reader.faults.set(1, 'answer-lost');
  await keyed.readIssue(card.idm);
  const challenges = reader.sent.filter((packet) => packet.startsWith('10', 2)).map((packet) => packet.slice(-16));
  expect(challenges).toHaveLength(2);
  expect(new Set(challenges).size).toBe(2);
});

/** A card in a session does not answer a polling (docs/facts/felica.md §3.1): where one may be, a look begins afresh. */
import { expect, test } from 'vitest';
import { simulatedCardFrom } from './simulator/spec.ts';
import { bench, icoca, opened } from './testing/bench.ts';

test('what was authenticated is found at the next look', async () => {
  const card = icoca();
  const { access, keyed, reader } = bench(card);
  expect(await access.look()).toMatchObject({ value: { on: 'transit-card' } });
  expect(await keyed.readAll(card.idm, 'as-it-is')).toMatchObject({ ok: true });
  expect(reader.fields).toEqual(['afresh', 'as-it-is']);
  expect(await access.look()).toMatchObject({ value: { on: 'transit-card', idm: card.idm } });
  expect(await keyed.readAll(card.idm, 'as-it-is')).toMatchObject({ ok: true });
  expect(reader.fields.slice(2)).toEqual(['afresh', 'as-it-is']);
});

test('the end of a session takes the field away by itself: the next look finds its card as it is', async () => {
  const card = icoca();
  const { access, keyed, reader } = bench(card);
  const session = await opened(keyed, card);
  await session.end();
  expect(await access.look()).toMatchObject({ value: { on: 'transit-card' } });
  expect(reader.fields).toEqual(['afresh', 'afresh', 'as-it-is']);
});

test('what ends a transfer is read afresh, also straight after a look', async () => {
  const card = icoca();
  const { access, keyed, reader } = bench(card);
  await access.look();
  expect(await keyed.readProof(card.idm)).toMatchObject({ ok: true });
  expect(reader.fields).toEqual(['afresh', 'afresh']);
});

test('a card of another kind, which falls silent once it was found, and one that nobody had seen', async () => {
  const { access, reader } = bench();
  reader.cards = [simulatedCardFrom({ kind: 'type-a' })];
  await access.look();
  await access.look();
  expect(reader.fields).toEqual(['afresh', 'afresh']);
  reader.cards = [];
  for (let look = 0; look < 50; look++) await access.look();
  // An empty field is begun afresh now and then: the reader may call one empty that is not.
  expect(reader.fields.slice(2).filter((field) => field === 'afresh')).toHaveLength(3);
});

import { expect, test } from 'vitest';
import type { CallRequest } from './contract/index.ts';
import { testCenter } from './fixture.ts';

const head = (entry: number, hash: string) => ({ entry, hash: hash.repeat(64) });

function heartbeat(
  entry: number,
  hash: string,
  stationId = 'S-1',
  follows: CallRequest<'heartbeat'>['follows'] = null,
): CallRequest<'heartbeat'> {
  return { stationId, journalHead: head(entry, hash), follows, softwareVersion: '0.1.0', devices: { reader: 'ready' } };
}

test('a journal that grows is taken, and the answer says what day it is', async () => {
  const { ask } = testCenter();
  expect(await ask('heartbeat', heartbeat(5, 'a'))).toMatchObject({
    businessDate: '2023-04-10',
    endsOn: '2023-05-31',
    earliestApplicationOn: '2023-04-11',
  });
  expect(await ask('heartbeat', heartbeat(5, 'a'))).toMatchObject({ businessDate: '2023-04-10' });
  const grown = heartbeat(9, 'b', 'S-1', head(5, 'a'));
  expect(await ask('heartbeat', grown)).toMatchObject({ businessDate: '2023-04-10', seenHead: head(9, 'b') });
});

test('a journal that is longer and does not show what it goes on from: told which entry it has to contain', async () => {
  const { ask } = testCenter();
  await ask('heartbeat', heartbeat(9, 'b'));
  expect(await ask('heartbeat', heartbeat(12, 'c'))).toMatchObject({ seenHead: head(9, 'b') });
  expect(await ask('heartbeat', heartbeat(12, 'c', 'S-1', head(9, 'd')))).toMatchObject({ seenHead: head(9, 'b') });
  // Nothing of it was noted.
  expect(await ask('heartbeat', heartbeat(9, 'b'))).toMatchObject({ seenHead: head(9, 'b') });
  expect(await ask('heartbeat', heartbeat(12, 'c', 'S-1', head(9, 'b')))).toMatchObject({ seenHead: head(12, 'c') });
});

test('a journal restored from a back-up, or begun anew, is refused until the end of days', async () => {
  const { ask } = testCenter();
  await ask('heartbeat', heartbeat(9, 'b'));
  for (const entry of [8, 5, 0]) expect(await ask('heartbeat', heartbeat(entry, 'a'))).toBe('journal-outdated');
  // The refused ones have not moved what is known.
  expect(await ask('heartbeat', heartbeat(8, 'a'))).toBe('journal-outdated');
});

test('two journals of one station: the same entry with another hash', async () => {
  const { ask } = testCenter();
  await ask('heartbeat', heartbeat(9, 'b'));
  expect(await ask('heartbeat', heartbeat(9, 'c'))).toBe('journal-outdated');
});

test('stations do not stand in for each other', async () => {
  const { ask } = testCenter();
  await ask('heartbeat', heartbeat(9, 'b'));
  expect(await ask('heartbeat', heartbeat(1, 'a', 'S-2'))).toMatchObject({ businessDate: '2023-04-10' });
});

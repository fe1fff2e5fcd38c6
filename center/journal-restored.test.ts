import { expect, test } from 'vitest';
import type { CallRequest } from './contract/index.ts';
import { testCenter } from './fixture.ts';

function heartbeat(entry: number, hash: string, stationId = 'S-1'): CallRequest<'heartbeat'> {
  const journalHead = { entry, hash: hash.repeat(64) };
  return { stationId, journalHead, softwareVersion: '0.1.0', devices: { reader: 'ready' } };
}

test('a journal that grows is taken, and the answer says what day it is', async () => {
  const { ask } = testCenter();
  expect(await ask('heartbeat', heartbeat(5, 'a'))).toMatchObject({
    businessDate: '2023-04-10',
    endsOn: '2023-05-31',
    earliestApplicationOn: '2023-04-11',
  });
  expect(await ask('heartbeat', heartbeat(5, 'a'))).toMatchObject({ businessDate: '2023-04-10' });
  expect(await ask('heartbeat', heartbeat(9, 'b'))).toMatchObject({ businessDate: '2023-04-10' });
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

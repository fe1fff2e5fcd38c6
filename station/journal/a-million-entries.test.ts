/**
 * The figures of docs/money.md, "Archives", once more where nothing is sampled (npm run test:full): an append takes as long
 * in a long file as in a short one, and opening grows with the entries and no faster.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Journal } from './index.ts';
import {
  countedIds,
  journalOptions,
  openOrFail,
  type TestFolder,
  testFolder,
  wholeTransfer,
} from './testing/fixture.ts';

const SHORT = 100_000;
const LONG = 1_000_000;

let folder: TestFolder;
beforeAll(() => {
  folder = testFolder();
});
afterAll(() => folder.remove());

/** CPU time of this process, µs. */
function costOf(act: () => void): number {
  const begun = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(begun);
  return user + system;
}

test.runIf(process.env.WESTER_TEST === 'full')('a million of them', { timeout: 900_000 }, () => {
  const options = journalOptions(folder.path);
  const id = countedIds();
  let journal: Journal = openOrFail(options);
  const fill = (until: number): void => {
    while (journal.head().entry < until) for (const body of wholeTransfer(id(), id())) journal.append(body);
  };
  const reopened = (): number => {
    journal.close();
    return costOf(() => {
      journal = openOrFail(options);
    });
  };
  fill(SHORT);
  const openedShort = reopened() / SHORT;
  const early = costOf(() => fill(2 * SHORT)) / SHORT;
  fill(LONG - SHORT);
  const late = costOf(() => fill(LONG)) / SHORT;
  const openedLong = reopened() / LONG;
  journal.close();
  const figures = { early, late, openedShort, openedLong };
  console.info('µs of CPU an entry', figures);
  expect(late, JSON.stringify(figures)).toBeLessThan(1.5 * early);
  expect(openedLong, JSON.stringify(figures)).toBeLessThan(1.5 * openedShort);
});

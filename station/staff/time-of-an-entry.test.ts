/** The time of day of an entry: what its run's start said of the machine's clock, and nothing where it said nothing. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SimulatedClock } from '../../hardware/clock.ts';
import type { Journal } from '../journal/index.ts';
import { countedIds, journalOptions, openOrFail, testFolder, wholeTransfer } from '../journal/testing/fixture.ts';
import { searchJournal } from './search.ts';

const ON = '2023-04-10';
const MORNING = { from: 540, to: 719 };
const id = countedIds();
const folder = testFolder();
let clock: SimulatedClock;
let journal: Journal;

/** Each run of the machine has a monotonic clock of its own. */
function begin(): void {
  clock = new SimulatedClock();
  journal = openOrFail({ ...journalOptions(folder.path, id), clock });
}

/** `wall`: what the machine's own clock shows; null: an older program, which did not look. */
function start(wall: string | null): void {
  const started = { kind: 'station-started', softwareVersion: '1' } as const;
  const offset = wall === null ? {} : { wallOffsetMs: Date.parse(`${ON}T${wall}:00+09:00`) - clock.now() };
  expect(journal.append({ ...started, ...offset }).ok).toBe(true);
}

async function chargeAfter(ms: number): Promise<void> {
  await clock.advance(ms);
  expect(journal.append(...wholeTransfer(id(), id(), ON)).ok).toBe(true);
}

async function found(between: typeof MORNING | null) {
  const { hits, timeless } = await searchJournal(journal, { kind: 'day', on: ON, between });
  return { times: hits.map(({ time }) => time), timeless };
}

beforeEach(begin);
afterEach(() => {
  journal.close();
});

test('by the run that wrote it; not known where no start said it; the same in the file that goes on', async () => {
  start('09:00');
  await chargeAfter(5 * 60_000);
  journal.close();
  begin();
  start(null);
  await chargeAfter(60_000);
  expect(await found(null)).toEqual({ times: [null, '09:05'], timeless: 0 });
  expect(await found(MORNING)).toEqual({ times: ['09:05'], timeless: 1 });
  journal.close();
  begin();
  start('11:00');
  await chargeAfter(30 * 60_000);
  await chargeAfter(30 * 60_000);
  expect(await found(MORNING)).toEqual({ times: ['11:30', '09:05'], timeless: 1 });

  // Another year, another file: no start in it, and the clock is known all the same.
  expect(journal.continueWhenDue('2024-01-01')).toMatchObject({ ok: true, value: { archive: 'journal-2023.sqlite' } });
  await chargeAfter(10 * 60_000);
  expect(await found(null)).toEqual({ times: ['12:10'], timeless: 0 });

  // A start that the disk refused: the clock of that run is another one.
  journal.close();
  begin();
  await chargeAfter(60_000);
  expect(await found(MORNING)).toEqual({ times: [], timeless: 1 });
});

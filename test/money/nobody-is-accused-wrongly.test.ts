/** Schedules in which the torture itself was wrong, one in 20,000: it has to be believed when it accuses somebody. */
import { expect, test } from 'vitest';
import { run } from '../../rig/torture/run.ts';
import type { Schedule } from '../../rig/torture/schedule.ts';

const card = { balanceYen: 1_200, points: 30_000, updateNumber: 16, registered: true, records: 20 } as const;

test.each<[string, Schedule['steps']]>([
  [
    'a station killed while the center hears of its visit prints no receipt afterwards',
    [
      { do: 'visit', station: 1, card: 0, points: 220, faults: [], receipt: null },
      {
        do: 'visit',
        station: 1,
        card: 1,
        points: 480,
        faults: [
          { fault: 'killed', point: 'message-journaled', centerToo: true },
          { fault: 'card-answers', as: 'no-and-has-written' },
        ],
        receipt: { faults: [] },
      },
    ],
  ],
  [
    'a folder put back is not older for an entry that its disk had stored and denied',
    [
      {
        do: 'visit',
        station: 0,
        card: 0,
        points: 30,
        faults: [
          { fault: 'line-cut', point: 'message-answered' },
          { fault: 'disk-stores-and-refuses', entry: 'message-answered' },
        ],
        receipt: null,
      },
      { do: 'visit', station: 0, card: 0, points: 40, faults: [], receipt: null },
      { do: 'restore', station: 0, card: 0, visits: 1, centerAway: false, starts: 1 },
      { do: 'visit', station: 0, card: 1, points: 230, faults: [], receipt: null },
      { do: 'restore', station: 0, card: 1, visits: 2, centerAway: true, starts: 1 },
    ],
  ],
])('%s', async (_, steps) => {
  const { wrong } = await run({ seed: 1, faulty: true, cards: [card, { ...card, records: 1 }], steps });
  expect(wrong).toEqual([]);
});

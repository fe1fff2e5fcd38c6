import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { campaignAsOf } from './as-of.ts';
import type { Campaign } from './campaign-file.ts';
import { campaignSchema } from './campaign-schema.ts';
import { mynapoint, rideCountPoints, timeBandPoints } from './campaigns.ts';
import { loadCampaign } from './load.ts';
import { answerOf, applied, charge } from './testing/story.ts';

type Editable = { -readonly [Key in keyof Campaign]: Campaign[Key] };

function refusalOf(edit: (campaign: Editable) => void, base: Campaign = mynapoint): readonly string[] {
  const copy = structuredClone(base);
  edit(copy);
  const loaded = loadCampaign(copy);
  return loaded.ok ? [] : loaded.error;
}

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('nothing there');
  return item;
}

test('the shipped files load', () => {
  for (const campaign of [mynapoint, rideCountPoints, timeBandPoints]) expect(loadCampaign(campaign).ok).toBe(true);
});

test('campaign.schema.json is the schema of the code (run points/campaign-schema.ts)', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('campaign.schema.json', import.meta.url), 'utf8'));
  expect(file).toEqual(JSON.parse(JSON.stringify(campaignSchema())));
});

describe('refused at load, with the place', () => {
  test.each<[string, (campaign: Editable) => void, RegExp]>([
    [
      'an end before its start',
      (c) => c.rounds.splice(1, 1, { id: 'round-2', startsOn: '2022-01-01', endsOn: '2021-12-31' }),
      /^rounds\.1\.endsOn: ends/,
    ],
    [
      'overlapping rounds',
      (c) => c.rounds.splice(0, 1, { id: 'round-1', startsOn: '2020-08-07', endsOn: '2022-01-01' }),
      /^rounds\.1\.startsOn: overlaps/,
    ],
    [
      'an amendment announced before the campaign',
      (c) => (first(c.amendments).announced.on = '2020-06-30'),
      /^amendments\.0\.announced\.on: announced before the campaign/,
    ],
    ['amendments out of order', (c) => c.amendments.reverse(), /^amendments\.1\.announced\.on: not in order/],
    [
      'an amended end before the start',
      (c) => (first(c.amendments).changes.endsOn = '2021-06-01'),
      /^amendments\.0\.changes\.endsOn: ends/,
    ],
    ['a measure twice', (c) => c.measures.push(first(c.measures)), /^measures\.3: overlaps with measures\.0/],
    ['an impossible day', (c) => (first(c.rounds).startsOn = '2020-02-30'), /^rounds\.0\.startsOn: not a day/],
    [
      'a name that starts before the one it replaces',
      (c) => c.names.push({ ...first(c.names), from: '2018-09-30' }),
      /^names\.1\.from: not after/,
    ],
    ['grants without a name', (c) => c.names.splice(0), /^names: /],
    ['a fractional cap', (c) => Object.assign(first(c.measures), { capPoints: 0.5 }), /^measures\.0\.capPoints/],
    [
      'a source neither counted nor excluded',
      (c) => Object.assign(first(c.measures), { excluded: ['point-charge'] }),
      /^measures\.0: "petrol-station" must stand once/,
    ],
    [
      'a source both counted and excluded',
      (c) => Object.assign(first(c.measures), { counted: ['cash', 'quick-charge', 'point-charge'] }),
      /^measures\.0: "point-charge"/,
    ],
    ['a field nobody knows', (c) => Object.assign(c, { bonus: 1 }), /^\(file\): .*bonus/],
  ])('%s', (_name, edit, place) => expect(refusalOf(edit)[0]).toMatch(place));

  test('two measures that reward the same ride, unless both say that they stack', () => {
    const ride = first(rideCountPoints.measures);
    const band = first(timeBandPoints.measures);
    expect(refusalOf((c) => c.measures.push(band), rideCountPoints)).toEqual([
      expect.stringMatching(/^measures\.1: overlaps with measures\.0 \(both reward the same ride/),
    ]);
    const stacking = (c: Editable) => {
      c.measures = [
        { ...ride, stacksWith: ['time-band'] } as typeof ride,
        { ...band, stacksWith: ['ride-count'] } as typeof band,
      ];
    };
    expect(refusalOf(stacking, rideCountPoints)).toEqual([]);
  });

  test('falling steps and a band that ends before it starts', () => {
    const steps = [
      { fromUse: 11, percent: 10 },
      { fromUse: 5, percent: 15 },
    ];
    expect(refusalOf((c) => Object.assign(first(c.measures), { steps }), rideCountPoints)).toEqual([
      'measures.0.steps: fromUse must rise from step to step',
    ]);
    const bands = [{ days: 'weekday', fromMinute: 1_020, untilMinute: 600 }];
    expect(refusalOf((c) => Object.assign(first(c.measures), { bands }), timeBandPoints)).toEqual([
      'measures.0.bands.0: ends before it starts',
    ]);
  });
});

test('the next extension is an edit to data (R2, A39)', () => {
  const extended = structuredClone(mynapoint);
  extended.amendments.push({
    announced: { on: '2023-03-31', confirmed: true, source: 'a test' },
    title: { ja: '再延長' },
    changes: { endsOn: '2023-09-30' },
  });
  expect(loadCampaign(extended).ok).toBe(true);
  expect(campaignAsOf(extended, '2023-03-30').endsOn).toBe('2023-05-31');
  expect(campaignAsOf(extended, '2023-03-31')).toMatchObject({ endsOn: '2023-09-30', previousEndsOn: '2023-05-31' });
  const events = [...applied, charge('2023-02-01', 400), charge('2023-09-30', 400)];
  const pointsOn = (asOf: string) => answerOf(asOf, events, extended).grants.map(({ points }) => points);
  expect(pointsOn('2023-06-30')).toEqual([]);
  expect(pointsOn('2023-10-01')).toEqual([200]);
});

test('the notice carries no date: its day is marked unconfirmed', () => {
  expect(mynapoint.amendments.at(-1)?.announced).toMatchObject({ on: '2023-02-22', confirmed: false });
});

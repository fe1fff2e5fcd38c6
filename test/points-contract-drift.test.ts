import { expect, test } from 'vitest';
import * as center from '../center/contract/index.ts';
import { campaignOn, checkInput, evaluate, registrationFor } from '../points/index.ts';

test('the campaign of a day is what the contract of the center carries', () => {
  for (const day of ['2022-12-01', '2023-02-22', '2023-04-10', '2023-05-31', '2023-06-15'])
    expect(center.CampaignToday.parse(campaignOn(day))).toEqual(campaignOn(day));
});

test('a planned grant fits the contract but for its name, which the center looks up', () => {
  const checked = checkInput({
    asOf: '2023-04-10',
    events: [
      { on: '2023-01-09', type: 'registration', card: 'A' },
      { on: '2023-01-10', type: 'application', person: 'P', card: 'A', measure: 'charge' },
      { on: '2023-03-01', type: 'charge', card: 'A', yen: 20_000, source: 'cash' },
    ],
  });
  if (!checked.ok) throw new Error(checked.error.problem);
  const [grant] = evaluate(checked.value).grants;
  expect(() => center.PlannedGrant.omit({ pointName: true }).parse(grant)).not.toThrow();
});

test('every card kind of the contract has an answer', () => {
  for (const kind of center.CardKind.options)
    expect(['needed', 'not-needed', 'impossible', 'not-started']).toContain(registrationFor(kind, '2023-04-10'));
});

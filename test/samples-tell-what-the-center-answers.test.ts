/**
 * The pictures of the project show accounts and dates. Here the accounts are lived at a real center, each a life that the
 * rules allow, and what it then answers is what the sample shows; a picture with a grant before its time (R7, R8, R11),
 * or with more than there is to get (R12), fails.
 */
import { describe, expect, test } from 'vitest';
import {
  account as accountOf,
  CARD,
  finish,
  hold,
  registration,
  type TestCenter,
  testCenter,
} from '../center/fixture.ts';
import { grantRun, nominalDay } from '../center/grant-run.ts';
import { campaignOn, earliestApplicationOn, pointNameOn } from '../points/index.ts';
import { samples, screenOf } from '../renderer/samples.ts';
import { accountView } from '../station/screens/inquiry.ts';
import { campaignView } from '../station/screens/view.ts';

const person = 'P';
const applied = ['charge', 'health-insurance', 'public-money-account'].map((measure) => ({
  ...{ type: 'application', on: '2023-01-10', person, card: CARD, measure },
}));
const done = (type: 'health-insurance' | 'public-money-account', on: string) => ({ type, on, person });
const charged = (on: string, yen: number) => ({ type: 'charge', on, card: CARD, yen, source: 'cash', id: on });
const posted = (kind: 'carried-over' | 'correction', on: string, points: number) => ({
  ...{ type: 'posting', id: kind, on, card: CARD, points, kind },
});
/** What the card's own history shows of money put on it. */
const lately = [charged('2023-04-03', 2_000), charged('2023-04-07', 1_000)];

async function told(run: TestCenter, ...lines: object[]): Promise<void> {
  expect(await run.import(...lines)).toMatchObject({ added: lines.length, refused: [] });
}

async function granted(run: TestCenter, month: string): Promise<void> {
  run.today = nominalDay(month);
  const report = await grantRun(await run.database(), { due: { plannedUntil: run.today }, today: run.today });
  expect(report).toMatchObject({ grants: 1, forStaff: 0 });
}

async function pointsHeld(run: TestCenter, n: number, points: number, on: string): Promise<void> {
  run.today = on;
  expect(await run.ask('hold', hold(n, points, { on }))).toMatchObject({ state: 'held' });
}

async function pointsCharged(run: TestCenter, n: number, points: number, on: string): Promise<void> {
  await pointsHeld(run, n, points, on);
  expect(await run.ask('finish', finish(n, 'settled'))).toMatchObject({ state: 'settled' });
}

async function usualLife(run: TestCenter): Promise<void> {
  await told(run, registration(), posted('carried-over', '2023-01-09', 120), ...applied, ...lately);
  await told(run, charged('2023-02-11', 10_000), posted('correction', '2023-03-08', 8));
  await told(run, done('health-insurance', '2023-01-10'), done('public-money-account', '2023-03-25'));
  await granted(run, '2023-02');
  await pointsCharged(run, 1, 100, '2023-02-20');
  await pointsCharged(run, 2, 5_000, '2023-04-10');
}

/** How it came to what a sample shows, by the sample's name. */
const lives: Readonly<Record<string, (run: TestCenter) => Promise<void>>> = {
  inquiry: usualLife,
  'inquiry-reached': async (run) => {
    await told(run, registration(), posted('carried-over', '2023-01-09', 17_508), ...applied, ...lately);
    await told(run, charged('2023-02-11', 10_000), charged('2023-02-25', 8_000));
    await told(run, done('public-money-account', '2023-03-25'), done('health-insurance', '2023-04-02'));
    await pointsHeld(run, 1, 5_000, '2023-02-20');
  },
  'inquiry-ended': async (run) => {
    await usualLife(run);
    await granted(run, '2023-04');
  },
  'inquiry-fresh': async (run) => {
    await told(run, registration(CARD, '2023-04-09'));
  },
};

const withAccount = samples.flatMap(({ name, on, body }) =>
  body.id === 'inquiry' && body.account !== null ? [{ name, on, shown: body, account: body.account }] : [],
);

describe('an inquiry shows', () => {
  test.each(withAccount)('$name: the account that the center answers on that day', async ({ name, on, account }) => {
    const run = testCenter();
    await lives[name]?.(run);
    run.today = on;
    const answer = await run.ask('account', accountOf());
    if (typeof answer === 'string') throw new Error(answer);
    expect(accountView(answer, campaignOn(on))).toEqual(account);
    expect(await run.center.check()).toEqual([]);
    await run.close();
  });

  test.each(withAccount)('$name: a card whose history agrees with its account', ({ shown, account }) => {
    const { history, balanceYen } = shown;
    expect(history[0]?.balanceYen).toBe(balanceYen);
    const known = history.filter(({ deltaYen }) => deltaYen !== null);
    const of = (...processes: number[]) => known.filter(({ process }) => processes.includes(process));
    const oldest = known.at(-1)?.on ?? '9999-12-31';
    // Point charges (0x48) came out of the account, money (0x02, 0x49) is what its progress counted.
    expect(of(0x48).map(({ on, deltaYen }) => [on, deltaYen])).toEqual(
      account.postings.flatMap(({ kind, on, points }) =>
        kind === 'point-charge' && on >= oldest ? [[on, -points]] : [],
      ),
    );
    expect(of(0x02, 0x49).map(({ on, deltaYen }) => charged(on ?? '', deltaYen ?? 0))).toEqual(
      known.length === 0 ? [] : lately.toReversed(),
    );
  });
});

test('every sample has the notice, the names and the day of application (R18) as known on its day', () => {
  for (const sample of samples) {
    const { businessDate, pointName, body } = screenOf(sample, 'ja', 'navy');
    if (businessDate === null) continue;
    const today = campaignOn(businessDate);
    expect(pointName, sample.name).toEqual(pointNameOn(businessDate));
    if ('campaign' in body && body.campaign !== null) expect(body.campaign, sample.name).toEqual(campaignView(today));
    if (!('serviceName' in body)) continue;
    expect(body.serviceName, sample.name).toEqual(today.serviceName);
    const registeredOn = 'registeredOn' in body ? body.registeredOn : businessDate;
    expect(body.earliestApplicationOn, sample.name).toBe(earliestApplicationOn(registeredOn, today));
  }
});

/**
 * What the inquiry shows of a card and its account. Every account here is one that the real center answers after a life
 * that the rules allow: test/samples-tell-what-the-center-answers.test.ts lives it.
 */
import type { ScreenBody } from '../station/contract/index.ts';
import { campaign, endedCampaign, icoca, pointNameOf, wester } from './samples-campaign.ts';
import { newCardHistory, sampleHistory } from './samples-history.ts';

type Body = Omit<Extract<ScreenBody, { id: 'inquiry' }>, 'id'>;
type Account = NonNullable<Body['account']>;
type Posting = Account['postings'][number];

/** Under the name of its day; what came before the rename carries the new name beside it (A20). */
function posting(on: string, points: number, kind: Posting['kind'], measure: Posting['measure'] = null): Posting {
  const pointName = pointNameOf(on);
  return { on, points, kind, measure, pointName, nameNow: pointName === icoca ? wester : null };
}

const towards = (countedYen: number) => ({ countedYen, thresholdYen: 20_000, points: 5_000 });

/** One measure granted, one to come, and under way to the third (R7, R10, R11). */
const usual: Account = {
  registeredOn: '2023-01-09',
  points: 2_528,
  heldPoints: 0,
  postings: [
    posting('2023-04-10', -5_000, 'point-charge'),
    posting('2023-03-08', 8, 'correction'),
    posting('2023-02-20', -100, 'point-charge'),
    posting('2023-02-18', 7_500, 'grant', 'health-insurance'),
    posting('2023-01-09', 120, 'carried-over'),
  ],
  grantsToCome: [{ measure: 'public-money-account', points: 7_500, on: '2023-04-18', pointName: wester }],
  progress: towards(13_000),
};
/** The threshold reached this month (R7), all three measures still to come (R12), and points held since February. */
const reached: Account = {
  registeredOn: '2023-01-09',
  points: 12_508,
  heldPoints: 5_000,
  postings: [posting('2023-01-09', 17_508, 'carried-over')],
  grantsToCome: [
    { measure: 'public-money-account', points: 7_500, on: '2023-04-18', pointName: wester },
    { measure: 'charge', points: 5_000, on: '2023-05-18', pointName: wester },
    { measure: 'health-insurance', points: 7_500, on: '2023-05-18', pointName: wester },
  ],
  progress: towards(21_000),
};
/** Below the threshold at the end: a quarter, on a day that nobody names (R8, A7). */
const ended: Account = {
  ...usual,
  points: 10_028,
  postings: [posting('2023-04-18', 7_500, 'grant', 'public-money-account'), ...usual.postings],
  grantsToCome: [{ measure: 'charge', points: 3_250, on: null, pointName: wester }],
};
/** Nobody has applied for this card yet. */
const fresh: Account = {
  registeredOn: '2023-04-09',
  points: 0,
  heldPoints: 0,
  postings: [],
  grantsToCome: [],
  progress: null,
};

const inquiry: Body = {
  cardTail: '4821',
  cardKind: 'icoca',
  balanceYen: 12_480,
  history: sampleHistory,
  account: usual,
  accountState: 'shown',
  registration: null,
  goesOnWith: 'point-charge',
  campaign,
  receipts: 'ready',
};
const newCard: Body = { ...inquiry, balanceYen: 1_500, history: newCardHistory, account: null, goesOnWith: null };
const offline: Body = {
  ...inquiry,
  account: null,
  accountState: 'center-unreachable',
  goesOnWith: null,
  receipts: 'paper-out',
};

export const sampleInquiries: Readonly<Record<string, Body>> = {
  '': inquiry,
  // Not while a charge of the account is not over.
  reached: { ...inquiry, balanceYen: 7_480, history: sampleHistory.slice(1), account: reached, goesOnWith: null },
  ended: { ...inquiry, account: ended, campaign: endedCampaign },
  fresh: { ...newCard, account: fresh },
  offline,
  unregistered: { ...newCard, accountState: 'unregistered', registration: 'available', goesOnWith: 'registration' },
  'unregistered-light-blue': { ...newCard, accountState: 'unregistered', registration: 'not-on-this-machine' },
  'mobile-not-started': { ...newCard, cardKind: 'mobile-icoca', accountState: 'mobile-not-started' },
  'no-stored-fare': {
    ...newCard,
    cardKind: 'pass-without-sf',
    accountState: 'no-stored-fare',
    balanceYen: 0,
    history: [],
  },
  'no-sam': {
    ...inquiry,
    goesOnWith: null,
    history: [],
    account: null,
    cardTail: null,
    cardKind: null,
    accountState: 'no-sam',
  },
};

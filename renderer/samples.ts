/**
 * One Screen or more for every id, every trouble and every state that looks different: what the gallery draws and the
 * layout and accessibility tests look at. The records are exhaustive by type: a new screen without a sample does not compile.
 */
import {
  FRESH_MODES,
  type Intent,
  type JobState,
  type Language,
  type Modes,
  type Profile,
  type ReceiptPreview,
  type Screen,
  type ScreenBody,
  type ScreenId,
  type Trouble,
} from '../station/contract/index.ts';
import { campaign, dayOf, endedCampaign, firstCampaign, pointNameOf, service } from './samples-campaign.ts';
import { sampleInquiries } from './samples-inquiry.ts';
import sampleReceipts from './samples-receipts.json' with { type: 'json' };
import { reference, sampleTroubles } from './samples-trouble.ts';
import { limited, waysOf } from './samples-ways.ts';

type BodyOf<Id extends ScreenId> = Extract<ScreenBody, { id: Id }>;
type Variants<Id extends ScreenId> = Readonly<Record<string, Omit<BodyOf<Id>, 'id'>>>;
type IntentType = Intent['type'];

export interface Sample {
  /** `choose-amount`, `trouble-card-full`, `lay-card-again`: the name of its picture. */
  readonly name: string;
  /** The business date on which this is shown. */
  readonly on: string;
  readonly body: ScreenBody;
  readonly accepts: readonly IntentType[];
  readonly timeLimit: Screen['timeLimit'];
}

const jobs = (registration: JobState, pointCharge: JobState, inquiry: JobState) => ({
  registration,
  'point-charge': pointCharge,
  inquiry,
});
const cardTail = '4821';

const chargeable = {
  cardTail,
  balanceYen: 1_200,
  points: 5_000,
  chargeable: 5_000,
  keptBecause: null,
  receipts: 'ready',
};
const confirming = {
  cardTail,
  charge: 5_000,
  balanceYen: 1_200,
  balanceAfterYen: 6_200,
  points: 5_000,
  pointsAfter: 0,
  receipts: 'ready',
} as const;
const charged = {
  earlier: false,
  charge: 5_000,
  balanceYen: 6_200,
  pointsLeft: 8,
  keptBecause: 'unit-of-ten',
  cardTail,
  receipts: 'ready',
  receiptPreview: null,
} as const;
const terms = {
  cardTail,
  cardKind: 'icoca',
  serviceName: service,
  earliestApplicationOn: '2023-04-11',
} as const;
const registered = {
  already: false,
  cardTail,
  serviceName: service,
  registeredOn: '2023-04-10',
  earliestApplicationOn: '2023-04-11',
  canApplyToday: false,
  receipts: 'ready',
  receiptPreview: null,
} as const;
const unknown = { cardTail, charge: 5_000, reference, tries: 0, differentCard: false };
const bodies: { readonly [Id in Exclude<ScreenId, 'trouble'>]: Variants<Id> } = {
  starting: { '': {} },
  'out-of-service': {
    '': { reason: 'reader' },
    journal: { reason: 'journal-broken' },
    contradiction: { reason: 'contradiction' },
    configuration: {
      reason: 'configuration',
      configuration: {
        file: '/etc/wester-kiosk/station.json',
        line: 14,
        field: 'printer.widthMm',
        detail: 'Invalid input: expected one of 58|80',
      },
    },
  },
  home: {
    '': { jobs: jobs('available', 'available', 'available'), receipts: 'ready', campaign },
    'light-blue': { jobs: jobs('not-on-this-machine', 'available', 'available'), receipts: 'ready', campaign },
    offline: { jobs: jobs('center-unreachable', 'center-unreachable', 'available'), receipts: 'paper-out', campaign },
    'no-reader': {
      jobs: jobs('reader-unavailable', 'reader-unavailable', 'reader-unavailable'),
      receipts: 'unavailable',
      campaign: null,
    },
    ended: {
      jobs: jobs('available', 'available', 'available'),
      receipts: 'ready',
      campaign: endedCampaign,
    },
    undated: { jobs: jobs('date-unknown', 'date-unknown', 'available'), receipts: 'ready', campaign: null },
    'before-notice': {
      jobs: jobs('available', 'available', 'available'),
      receipts: 'ready',
      campaign: firstCampaign,
    },
  },
  notice: {
    '': { campaign },
    ended: { campaign: endedCampaign },
    before: { campaign: firstCampaign },
  },
  'lay-card': {
    '': { job: 'point-charge', again: null },
    registration: { job: 'registration', again: null },
    'again-inquiry': { job: 'inquiry', again: 'not-read' },
    'again-several': { job: 'registration', again: 'several-cards' },
  },
  'reading-card': { '': { job: 'point-charge' } },
  terms: {
    '': terms,
    child: { ...terms, cardKind: 'child-icoca' },
    'too-late': { ...terms, earliestApplicationOn: null },
  },
  registering: { '': {} },
  registered: {
    '': registered,
    'no-paper': { ...registered, receipts: 'paper-out' },
    already: {
      ...registered,
      already: true,
      registeredOn: '2023-01-09',
      earliestApplicationOn: '2023-04-10',
      canApplyToday: true,
      receipts: 'paper-low',
    },
    'too-late': { ...registered, registeredOn: '2023-05-31', earliestApplicationOn: null },
  },
  'choose-amount': {
    '': { ...chargeable, receipts: 'ready' },
    'unit-of-ten': { ...chargeable, points: 108, chargeable: 100, keptBecause: 'unit-of-ten', receipts: 'paper-low' },
    'card-full': {
      ...chargeable,
      balanceYen: 6_000,
      points: 15_000,
      chargeable: 14_000,
      keptBecause: 'card-full',
      receipts: 'paper-out',
    },
    both: {
      ...chargeable,
      balanceYen: 19_985,
      points: 15_003,
      chargeable: 10,
      keptBecause: 'unit-of-ten-and-card-full',
      receipts: 'unavailable',
    },
  },
  'confirm-charge': { '': confirming, 'no-paper': { ...confirming, receipts: 'paper-out' } },
  charging: {
    '': { charge: 5_000, step: 'writing' },
    preparing: { charge: 14_000, step: 'preparing' },
    checking: { charge: 5_000, step: 'checking' },
  },
  charged: {
    '': charged,
    all: { ...charged, charge: 100, balanceYen: 1_300, pointsLeft: 0, keptBecause: null },
    'card-full': {
      ...charged,
      charge: 14_000,
      balanceYen: 20_000,
      pointsLeft: 1_003,
      keptBecause: 'unit-of-ten-and-card-full',
      receipts: 'paper-out',
    },
    chosen: {
      ...charged,
      charge: 500,
      balanceYen: 1_700,
      pointsLeft: 4_500,
      keptBecause: 'chosen',
      receipts: 'paper-low',
    },
    earlier: { ...charged, earlier: true, pointsLeft: null, keptBecause: null, receipts: null },
  },
  'lay-same-card': {
    '': unknown,
    again: { ...unknown, tries: 2 },
    different: { ...unknown, differentCard: true, tries: 1 },
  },
  'settled-earlier': {
    '': { outcome: 'written', charge: 5_000, balanceYen: 6_200 },
    voided: { outcome: 'voided', charge: 5_000, balanceYen: 1_200 },
  },
  unresolved: {
    '': { reference, charge: 5_000, cardTail, receipts: 'ready', receiptPreview: null },
    'no-paper': { reference, charge: 5_000, cardTail, receipts: 'paper-out', receiptPreview: null },
  },
  inquiry: sampleInquiries,
  printing: { '': {} },
  'print-failed': {
    '': { outcome: 'not-printed', receipts: 'paper-out', reference: null },
    again: { outcome: 'not-printed', receipts: 'ready', reference: null },
    unknown: { outcome: 'unknown', receipts: 'unavailable', reference },
  },
  closed: {
    '': { opens: '05:00', closes: '00:30', nextDay: true },
    'at-noon': { opens: '09:30', closes: '12:00', nextDay: false },
  },
  goodbye: {
    '': { cardOnReader: true, receiptPrinted: true },
    card: { cardOnReader: true, receiptPrinted: false },
    receipt: { cardOnReader: false, receiptPrinted: true },
    done: { cardOnReader: false, receiptPrinted: false },
  },
  'staff-called': { '': { reference: null }, reference: { reference } },
  maintenance: { '': {} },
};

function sampleOf(name: string, body: ScreenBody): Sample {
  const timeLimit = limited.has(body.id) ? { ms: 40_000, totalMs: 60_000, warning: false } : null;
  return { name, on: dayOf(name), body, accepts: waysOf(body), timeLimit };
}

const drawn: readonly Sample[] = Object.entries(bodies).flatMap(([id, variants]) =>
  Object.entries(variants).map(([variant, rest]) =>
    // The record above has paired each id with bodies of that id.
    sampleOf(variant === '' ? id : `${id}-${variant}`, { id, ...rest } as ScreenBody),
  ),
);
const troubled: readonly Sample[] = Object.values(sampleTroubles).flatMap((variants) =>
  variants.map((trouble: Trouble, index) =>
    sampleOf(`trouble-${trouble.kind}${index === 0 ? '' : `-${index + 1}`}`, {
      id: 'trouble',
      job: 'point-charge',
      trouble,
      cardOnReader: index === 0 && trouble.kind !== 'card-removed',
    }),
  ),
);
const warned: Sample = {
  ...sampleOf('more-time', { id: 'choose-amount', ...chargeable, receipts: 'ready', keptBecause: null }),
  accepts: ['choose-amount', 'cancel', 'call-staff', 'more-time', 'set-language', 'set-modes'],
  timeLimit: { ms: 20_000, totalMs: 60_000, warning: true },
};

export const samples: readonly Sample[] = [...drawn, ...troubled, warned];

/** The Screen of a sample, as the station would send it. */
export function screenOf(
  sample: Sample,
  language: Language,
  profile: Profile,
  revision = 1,
  modes: Partial<Modes> = {},
): Screen {
  const undated = sample.name === 'home-undated';
  return {
    revision,
    language,
    modes: { ...FRESH_MODES, ...modes },
    profile,
    stationName: '大阪駅 中央口 3号機',
    businessDate: undated ? null : sample.on,
    pointName: undated ? null : pointNameOf(sample.on),
    timeLimit: sample.timeLimit,
    accepts: [...sample.accepts],
    body: withReceipt(sample, language),
  };
}

/** Receipts are in Japanese, with English for who does not read it. */
const receiptLanguage = (language: Language) => (language === 'ja' || language === 'easy-ja' ? 'ja' : 'en');

/** A receipt is in the passenger's language, so it is added here; some samples show that there may be none. */
function withReceipt({ name, body }: Sample, language: Language): ScreenBody {
  if (!('receiptPreview' in body)) return body;
  const receipts: Readonly<Record<string, Readonly<Record<string, ReceiptPreview>>>> = sampleReceipts;
  return { ...body, receiptPreview: receipts[name]?.[receiptLanguage(language)] ?? null };
}

/** Samples of the rooms about money and the journal (samples.ts). */
import type {
  Case,
  Difference,
  HitLine,
  MoneyBody,
  ShiftReport,
  StoryStep,
} from '../../station/contract/staff-money.ts';

const open: Case = { kind: 'unknown', reference: 'K7QF-2M9T', cardTail: '4821', points: 5_000, on: '2023-04-10' };
const cases: readonly Case[] = [
  open,
  { ...open, kind: 'contradicted', reference: 'B3XW-77PD', cardTail: 'A0B1', points: 120 },
  { ...open, kind: 'elsewhere', reference: 'C4YW-88PD', points: 20_000, on: '2023-04-01' },
  { ...open, kind: 'refused', reference: 'D4YW-88PD', points: null, on: null },
  { ...open, kind: 'discrepancy', reference: 'E4YW-88PD', points: null, on: null },
  { ...open, reference: 'F4YW-88PD', points: 10 },
];

const whats: readonly (readonly [number | null, StoryStep['what']])[] = [
  [0, { kind: 'intended', points: 5_000, balanceYen: 12_340, records: 20, updateNumber: 812 }],
  [180, { kind: 'reserved' }],
  [220, { kind: 'writing' }],
  [1_220, { kind: 'unknown', detail: 'no answer' }],
  [null, { kind: 'restarted' }],
  [null, { kind: 'decided', end: 'not-written', reason: 'card-contradicts-itself' }],
  [null, { kind: 'voided', proof: 'staff' }],
  [null, { kind: 'telling', end: 'voided' }],
  [null, { kind: 'told', state: 'voided' }],
  [null, { kind: 'decision-contradicted', stands: 'voided', proves: 'settled' }],
];
const story: StoryStep[] = whats.map(([afterMs, what], index) => ({ entry: 18_204 + index, afterMs, what }));

const difference: Difference = {
  reference: 'P3D0-61HZ',
  cardTail: '7730',
  kind: 'other-end',
  station: 'voided',
  center: 'settled',
  stationPoints: 1_000,
  centerPoints: 1_000,
};
const report: ShiftReport = {
  number: 12,
  from: 3_801,
  to: 7_204,
  firstDay: '2023-04-09',
  lastDay: '2023-04-10',
  registrations: 31,
  charged: { count: 214, points: 412_360 },
  voided: { count: 3, points: 4_500 },
  decidedWritten: { count: 1, points: 1_000 },
  decidedNotWritten: { count: 0, points: 0 },
  receipts: { printed: 180, unknown: 1, notPrinted: 2 },
  unresolved: { count: 1, points: 5_000, lines: [] },
  wrong: { count: 1, lines: [{ reference: 'P3D0-61HZ', cardTail: '7730', what: 'discrepancy' }] },
  ledger: {
    kind: 'differs',
    compared: 220,
    count: 6,
    lines: [
      difference,
      { ...difference, kind: 'not-told-yet', center: 'held' },
      { ...difference, kind: 'unknown-at-center', center: null, centerPoints: null },
      { ...difference, kind: 'unknown-at-station', station: null, stationPoints: null },
      { ...difference, kind: 'other-points', centerPoints: 20_000 },
      { ...difference, kind: 'ended-elsewhere', station: 'open' },
    ],
  },
};
const hits = (['open', 'written', 'not-written', 'decided-written', 'decided-not-written'] as const).map(
  (state): HitLine => ({
    on: '2023-04-10',
    time: '09:41',
    cardTail: '4821',
    what: { kind: 'transfer', reference: 'K7QF-2M9T', points: 5_000, state },
  }),
);

type Samples = {
  readonly [Id in MoneyBody['id']]: Readonly<Record<string, Omit<Extract<MoneyBody, { id: Id }>, 'id'>>>;
};

export const moneySamples: Samples = {
  working: {
    '': { what: 'checking-chain', done: 120_000, total: 1_204_000 },
    writing: { what: 'writing', done: null, total: null },
  },
  cases: {
    '': { cases: [...cases], count: 61, centerAsked: false },
    none: { cases: [], count: 0, centerAsked: true },
  },
  case: {
    '': { case: open, story },
    contradicted: { case: cases[1] ?? open, story },
    elsewhere: { case: cases[2] ?? open, story: [] },
    refused: { case: cases[3] ?? open, story },
    discrepancy: { case: cases[4] ?? open, story },
  },
  'lay-case-card': { '': { case: open, hint: 'different-card' } },
  'choose-end': { '': { case: open } },
  'choose-reason': {
    '': {
      case: open,
      end: 'not-written',
      reasons: [
        'card-lost',
        'card-broken',
        'passenger-gone',
        'history-gone',
        'card-contradicts-itself',
        'operator-ordered',
      ],
    },
  },
  'confirm-decision': { '': { case: open, end: 'not-written', reason: 'card-lost' } },
  'lay-second-card': { '': { case: open, problem: null }, problem: { case: open, problem: 'same-person' } },
  'case-ended': {
    '': { case: open, how: 'decided-not-written', printed: 'printed' },
    written: { case: open, how: 'written', printed: null },
    forgotten: { case: open, how: 'evidence-gone', printed: 'not-printed' },
    otherwise: { case: open, how: 'decided-otherwise', printed: 'unknown' },
  },
  shift: {
    '': { report, isClosed: false, problem: null, printed: null },
    closed: {
      report: { ...report, ledger: { kind: 'agrees', compared: 220 } },
      isClosed: true,
      problem: null,
      printed: 'printed',
    },
    problem: { report: null, isClosed: false, problem: 'entries-missing', printed: null },
  },
  journal: {
    '': {
      entries: 1_204_000,
      fingerprint: '4F2A-90C1-77B3-0D5E-A1C2',
      rig: true,
      chain: { kind: 'whole', from: 1, to: 1_204_000 },
    },
    broken: { entries: 18_204, fingerprint: null, rig: false, chain: { kind: 'broken', entry: 17_001 } },
  },
  search: {
    '': { by: 'reference' },
    'card-tail': { by: 'card-tail' },
    day: { by: 'day' },
    'staff-log': { by: 'staff-log' },
  },
  hits: {
    '': {
      wanted: { kind: 'day', on: '2023-04-10', between: null },
      hits: [
        ...hits,
        { on: '2023-04-10', time: null, cardTail: '4821', what: { kind: 'registration', state: 'refused' } },
      ],
      count: 6,
      complete: false,
      timeless: 0,
    },
    'by-time': {
      wanted: { kind: 'day', on: '2023-04-10', between: { from: 540, to: 630 } },
      hits: hits.slice(0, 2),
      count: 2,
      complete: true,
      timeless: 3,
    },
  },
  'staff-log': {
    '': {
      on: '2023-04-10',
      lines: [
        { on: '2023-04-10', time: '10:32', who: 'E-2001', what: 'session-ended', detail: 'card-taken' },
        { on: '2023-04-10', time: '10:31', who: 'E-2001', what: 'act', detail: 'search-journal card-tail' },
        { on: '2023-04-10', time: '10:31', who: 'E-2001', what: 'card-enrolled', detail: 'A-1009 attendant' },
        { on: '2023-04-10', time: '10:30', who: 'E-2001', what: 'service-changed', detail: 'out-of-service cleaning' },
        { on: '2023-04-10', time: '10:30', who: 'E-2001', what: 'session-begun', detail: 'engineer' },
        { on: '2023-04-10', time: '10:29', who: 'E-2001', what: 'pin-right', detail: '' },
        { on: '2023-04-10', time: '10:29', who: 'E-2001', what: 'pin-tried', detail: '' },
        { on: '2023-04-10', time: '10:28', who: null, what: 'card-refused', detail: 'not-authentic' },
        { on: '2023-04-10', time: '04:58', who: null, what: 'run-begun', detail: '0.1.0' },
      ],
      count: 9,
      timeless: 2,
    },
  },
  hit: {
    '': {
      hit: hits[4] ?? { on: '', time: null, cardTail: '', what: { kind: 'registration', state: 'answered' } },
      story,
    },
  },
  'choose-medium': { '': { media: ['WESTER USB', '/srv/export'] }, none: { media: [] } },
  exported: {
    '': {
      file: 'wester-rig-OSAKA-3-2023-04-10-1204000.tar',
      bytes: 257_000_000,
      entries: 1_204_000,
      fingerprint: '4F2A-90C1-77B3-0D5E-A1C2',
      fromMedium: true,
      leftOut: [],
    },
    'left-out': {
      file: 'wester-rig-OSAKA-3-2023-04-10-1204000.tar',
      bytes: 257_000_000,
      entries: 1_204_000,
      fingerprint: '4F2A-90C1-77B3-0D5E-A1C2',
      fromMedium: false,
      leftOut: ['journal-2021.sqlite', 'journal-2020.sqlite', 'audit.sqlite'],
    },
  },
  'export-failed': { '': { why: 'full', neededBytes: 257_000_000 }, gone: { why: 'gone', neededBytes: null } },
};

/** What each of these screens takes; the sample of a case takes all that any case takes. */
export const moneyWays: { readonly [Id in MoneyBody['id']]: readonly string[] } = {
  working: [],
  cases: ['open-case', 'refresh', 'back'],
  case: ['resolve-with-card', 'decide', 'back'],
  'lay-case-card': ['back'],
  'choose-end': ['choose-end', 'back'],
  'choose-reason': ['choose-reason', 'back'],
  'confirm-decision': ['confirm', 'back'],
  'lay-second-card': ['back'],
  'case-ended': ['confirm', 'print'],
  shift: ['close-shift', 'show-last-shift', 'refresh', 'back'],
  journal: ['choose-search', 'check-chain', 'choose-medium', 'back'],
  search: ['search', 'back'],
  hits: ['open-hit', 'back'],
  'staff-log': ['back'],
  hit: ['back'],
  'choose-medium': ['export-to', 'refresh', 'back'],
  exported: ['confirm'],
  'export-failed': ['confirm', 'back'],
};

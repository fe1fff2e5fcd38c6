/** One StaffScreen of each kind, for pictures and for the tests of layout and accessibility. */

import type { DeviceLine, StaffBody, StaffBodyId, StaffLanguage, StaffScreen } from '../../station/contract/staff.ts';
import { deviceBodies, deviceWays } from './samples-devices.ts';
import { moneySamples, moneyWays } from './samples-money.ts';

const pad = [7, 2, 9, 0, 5, 1, 8, 3, 6, 4];
const good = (what: DeviceLine['what']): DeviceLine => ({
  what,
  state: 'good',
  advice: 'nothing',
  recoveries: 0,
});
const rooms = ['unresolved', 'devices', 'money', 'journal', 'settings', 'cards'] as const;

export type Variants<Id extends StaffBodyId> = Readonly<Record<string, Omit<Extract<StaffBody, { id: Id }>, 'id'>>>;

const bodies: { readonly [Id in StaffBodyId]: Variants<Id> } = {
  'enter-pin': {
    '': { staffId: 'A-1001', pad, wrong: false, triesLeft: 3 },
    wrong: { staffId: 'A-1001', pad, wrong: true, triesLeft: 1 },
  },
  'choose-pin': {
    '': { staffId: 'E-2001', role: 'engineer', purpose: 'first-engineer', step: 'first', pad, problem: null },
    again: { staffId: 'A-1002', role: 'attendant', purpose: 'new-card', step: 'again', pad, problem: null },
    problem: {
      staffId: 'A-1002',
      role: 'attendant',
      purpose: 'new-card',
      step: 'first',
      pad,
      problem: 'not-the-same',
    },
  },
  'locked-out': { '': { by: 'card', ms: 119_000 }, machine: { by: 'machine', ms: 595_000 } },
  'refused-card': { '': { why: 'not-registered' }, storage: { why: 'storage' } },
  checking: { '': {} },
  menu: {
    '': {
      devices: [
        { what: { name: 'reader', status: 'recovering' }, state: 'care', advice: 'wait', recoveries: 1_204 },
        { what: { name: 'printer', status: 'paper-low' }, state: 'care', advice: 'paper-soon', recoveries: 1 },
        { what: { name: 'center', status: 'unreachable' }, state: 'bad', advice: 'check-network', recoveries: 0 },
        good({ name: 'journal', status: 'ready' }),
        good({ name: 'audit', status: 'ready' }),
      ],
      others: [{ name: 'clock', state: 'care' }],
      unresolved: [
        { reference: 'K7QF-2M9T', charge: 5_000, on: '2023-04-10' },
        { reference: 'B3XW-77PD', charge: 120, on: '2023-04-02' },
        { reference: 'C4YW-88PD', charge: 20_000, on: '2023-04-01' },
        { reference: 'D4YW-88PD', charge: 20_000, on: '2023-04-01' },
      ],
      receipts: 'paper-low',
      service: { state: 'out-of-service', reason: 'contradiction' },
      rooms: [...rooms],
      auditProblem: null,
      refused: 3,
    },
    'all-wrong': {
      devices: [
        { what: { name: 'reader', status: 'failed' }, state: 'bad', advice: 'power-cycle', recoveries: 12 },
        { what: { name: 'printer', status: 'disconnected' }, state: 'bad', advice: 'check-cable', recoveries: 1 },
        { what: { name: 'center', status: 'unreachable' }, state: 'bad', advice: 'check-network', recoveries: 0 },
        { what: { name: 'journal', status: 'broken' }, state: 'bad', advice: 'journal-to-center', recoveries: 0 },
        { what: { name: 'audit', status: 'begun-anew' }, state: 'care', advice: 'tell-maintenance', recoveries: 0 },
      ],
      others: [
        { name: 'tower', state: 'care' },
        { name: 'sam', state: 'bad' },
        { name: 'disk', state: 'bad' },
        { name: 'clock', state: 'bad' },
        { name: 'self-test', state: 'bad' },
      ],
      unresolved: [{ reference: 'K7QF-2M9T', charge: 5_000, on: '2023-04-10' }],
      receipts: 'unavailable',
      service: { state: 'out-of-service', reason: 'journal-broken' },
      rooms: [...rooms],
      auditProblem: 'entry 3: does not follow on the one before',
      refused: 0,
    },
    good: {
      devices: [
        good({ name: 'reader', status: 'ready' }),
        good({ name: 'printer', status: 'ready' }),
        good({ name: 'center', status: 'reachable' }),
        good({ name: 'journal', status: 'ready' }),
        good({ name: 'audit', status: 'ready' }),
      ],
      others: [],
      unresolved: [],
      receipts: 'ready',
      service: { state: 'in-service', reason: null },
      rooms: ['unresolved', 'devices', 'money', 'journal'],
      auditProblem: null,
      refused: 0,
    },
  },
  'choose-service': {
    '': {
      state: 'out-of-service',
      reasons: ['repair-needed', 'paper-or-ink', 'cleaning', 'station-closed', 'incident', 'other'],
    },
  },
  cleaning: { '': { ms: 22_000, totalMs: 30_000 } },
  'confirm-power': { '': { act: 'restart' }, 'shut-down': { act: 'shut-down' } },
  powering: { '': { act: 'restart' } },
  'lay-staff-card': { '': {} },
  cards: {
    '': {
      cards: [
        { staffId: 'E-2001', role: 'engineer', here: true },
        { staffId: 'A-1001', role: 'attendant', here: false },
        ...Array.from({ length: 6 }, (_, index) => {
          return { staffId: `A-100${index + 2}`, role: 'attendant' as const, here: false };
        }),
      ],
      failed: false,
    },
    failed: { cards: [{ staffId: 'E-2001', role: 'engineer', here: true }], failed: true },
  },
  'confirm-remove-card': { '': { staffId: 'A-1001', role: 'attendant' } },
  'confirm-return-card': { '': { staffId: 'A-1001', role: 'attendant' } },
  'lay-new-card': { '': { problem: null }, problem: { problem: 'not-a-staff-card' } },
  room: { '': { room: 'journal' } },
  ...moneySamples,
  ...deviceBodies,
};

const before: ReadonlySet<StaffBodyId> = new Set(['enter-pin', 'choose-pin', 'locked-out', 'refused-card', 'checking']);
const ways: { readonly [Id in StaffBodyId]: readonly string[] } = {
  'enter-pin': ['pin'],
  'choose-pin': ['pin'],
  'locked-out': [],
  'refused-card': [],
  checking: [],
  menu: ['open-room', 'choose-service', 'clean-screen', 'choose-power'],
  'choose-service': ['set-service', 'back'],
  cleaning: [],
  'confirm-power': ['confirm', 'back'],
  powering: [],
  'lay-staff-card': [],
  cards: ['enrol-card', 'remove-card', 'back'],
  'confirm-remove-card': ['confirm', 'back'],
  'confirm-return-card': ['confirm', 'back'],
  'lay-new-card': ['back'],
  room: ['back'],
  ...moneyWays,
  ...deviceWays,
};

export interface StaffSample {
  /** `staff-menu-good` */
  readonly name: string;
  readonly body: StaffBody;
}

export const staffSamples: readonly StaffSample[] = Object.entries(bodies).flatMap(([id, variants]) =>
  Object.entries(variants).map(([variant, rest]) => ({
    name: variant === '' ? `staff-${id}` : `staff-${id}-${variant}`,
    // The record above has paired each id with bodies of that id.
    body: { id, ...rest } as StaffBody,
  })),
);

/** The StaffScreen of a sample, as the station would send it. */
export function staffScreenOf({ name, body }: StaffSample, language: StaffLanguage, revision = 1): StaffScreen {
  const still = body.id === 'cleaning' || body.id === 'powering';
  return {
    session: '0'.repeat(32),
    revision,
    language,
    profile: 'navy',
    stationId: 'OSAKA-3',
    stationName: '大阪駅 中央口 3号機',
    softwareVersion: '0.1.0',
    businessDate: '2023-04-10',
    role: before.has(body.id) ? null : 'engineer',
    timeLimit: { ms: 200_000, totalMs: 300_000, warning: name === 'staff-room' },
    accepts: [...ways[body.id], ...(still ? [] : ['finish', 'more-time', 'set-language'])],
    body,
  };
}

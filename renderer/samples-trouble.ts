import type { Intent, Trouble } from '../station/contract/index.ts';

type IntentType = Intent['type'];

const tryAgain: readonly IntentType[] = ['continue', 'cancel', 'call-staff'];
const understood: readonly IntentType[] = ['continue', 'call-staff'];

export const reference = 'K7QF-2M9T';

/** Every trouble, in every state that looks different. */
export const sampleTroubles: { readonly [Kind in Trouble['kind']]: readonly Extract<Trouble, { kind: Kind }>[] } = {
  'foreign-card': [
    { kind: 'foreign-card', issuer: 'Suica' },
    { kind: 'foreign-card', issuer: null },
  ],
  'not-felica': [{ kind: 'not-felica' }],
  'unknown-card': [{ kind: 'unknown-card' }],
  'several-cards': [{ kind: 'several-cards' }],
  'card-unreadable': [{ kind: 'card-unreadable' }],
  'card-removed': [{ kind: 'card-removed' }],
  'different-card': [{ kind: 'different-card' }],
  'registration-not-needed': [
    { kind: 'registration-not-needed', cardKind: 'smart-icoca', canApply: true },
    { kind: 'registration-not-needed', cardKind: 'mobile-icoca', canApply: true },
    { kind: 'registration-not-needed', cardKind: 'smart-icoca', canApply: false },
  ],
  'mobile-not-started': [{ kind: 'mobile-not-started', from: '2023-03-22' }],
  'no-stored-fare': [{ kind: 'no-stored-fare' }],
  'not-on-this-machine': [{ kind: 'not-on-this-machine' }],
  unregistered: [
    { kind: 'unregistered', canRegisterHere: true },
    { kind: 'unregistered', canRegisterHere: false },
  ],
  'no-points': [
    { kind: 'no-points', points: 8, nextGrantOn: '2023-04-18', nextGrantPoints: 5_000 },
    { kind: 'no-points', points: 0, nextGrantOn: null, nextGrantPoints: null },
  ],
  'card-full': [{ kind: 'card-full', balanceYen: 19_995, points: 5_000 }],
  'points-changed': [{ kind: 'points-changed' }],
  'points-held': [{ kind: 'points-held', reference }],
  'center-unreachable': [{ kind: 'center-unreachable' }],
  'date-unknown': [{ kind: 'date-unknown' }],
  'reader-unavailable': [{ kind: 'reader-unavailable' }],
  'charge-not-done': [{ kind: 'charge-not-done', points: 5_000 }],
  'card-refused': [{ kind: 'card-refused' }],
};

const ways: Readonly<Record<Trouble['kind'], readonly IntentType[]>> = {
  'foreign-card': tryAgain,
  'not-felica': tryAgain,
  'unknown-card': tryAgain,
  'several-cards': tryAgain,
  'card-unreadable': tryAgain,
  'card-removed': tryAgain,
  'different-card': tryAgain,
  'registration-not-needed': understood,
  'mobile-not-started': understood,
  'no-stored-fare': understood,
  'not-on-this-machine': understood,
  unregistered: understood,
  'no-points': understood,
  'card-full': understood,
  'points-changed': tryAgain,
  'points-held': understood,
  'center-unreachable': tryAgain,
  'date-unknown': understood,
  'reader-unavailable': tryAgain,
  'charge-not-done': tryAgain,
  'card-refused': tryAgain,
};

/** What the station lets be touched on this trouble; test/trouble-drawn-with-other-buttons.test.ts compares the two. */
export function troubleWays(trouble: Trouble): readonly IntentType[] {
  const onTheSpot = trouble.kind === 'unregistered' && trouble.canRegisterHere;
  return onTheSpot ? ['choose-job', ...ways[trouble.kind]] : ways[trouble.kind];
}

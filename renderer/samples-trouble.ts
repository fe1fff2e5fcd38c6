import type { Intent, Trouble } from '../station/contract/index.ts';

type IntentType = Intent['type'];

const tryAgain: readonly IntentType[] = ['continue', 'cancel', 'call-staff'];
const understood: readonly IntentType[] = ['continue', 'call-staff'];

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

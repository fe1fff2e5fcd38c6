/** What the station lets be touched on each screen, and which of them wait for the passenger: for the samples. */
import type { Intent, ScreenBody, ScreenId } from '../station/contract/index.ts';
import { troubleWays } from './samples-trouble.ts';

type IntentType = Intent['type'];

/** Everywhere but on staff's screens. */
const always: readonly IntentType[] = ['set-language', 'set-modes'];
/** Where a receipt is asked for, yes or no; where none would come out, the way on. As the station offers them. */
const finished: ReadonlySet<ScreenId> = new Set(['registered', 'charged', 'unresolved', 'print-failed']);

function receiptWays(body: ScreenBody): readonly IntentType[] {
  if (!finished.has(body.id) || !('receipts' in body)) return [];
  return body.receipts === 'ready' || body.receipts === 'paper-low' ? ['receipt'] : ['continue'];
}

const ways: Readonly<Record<Exclude<ScreenId, 'trouble'>, readonly IntentType[]>> = {
  starting: [],
  'out-of-service': [],
  home: ['choose-job', 'show-notice', 'call-staff'],
  notice: ['back', 'continue', 'cancel', 'call-staff'],
  'lay-card': ['back', 'cancel', 'call-staff'],
  'reading-card': ['call-staff'],
  terms: ['agree-to-terms', 'cancel', 'call-staff'],
  registering: [],
  registered: ['call-staff'],
  'choose-amount': ['choose-amount', 'cancel', 'call-staff'],
  'confirm-charge': ['confirm', 'back', 'cancel', 'call-staff'],
  charging: [],
  charged: ['call-staff'],
  'lay-same-card': ['call-staff'],
  'settled-earlier': ['continue', 'cancel', 'call-staff'],
  unresolved: ['call-staff'],
  inquiry: ['choose-job', 'print-history', 'continue', 'cancel', 'call-staff'],
  printing: [],
  'print-failed': ['call-staff'],
  closed: [],
  goodbye: ['continue', 'call-staff'],
  'staff-called': ['continue'],
  maintenance: [],
};
/** These wait for the passenger, and not for ever; the others move on by themselves or stay. every-screen-is-reached looks. */
export const limited: ReadonlySet<ScreenId> = new Set([
  'notice',
  'lay-card',
  'terms',
  'registered',
  'choose-amount',
  'confirm-charge',
  'charged',
  'lay-same-card',
  'settled-earlier',
  'unresolved',
  'inquiry',
  'print-failed',
  'trouble',
]);

export function waysOf(body: ScreenBody): readonly IntentType[] {
  const own = body.id === 'trouble' ? troubleWays(body.trouble) : ways[body.id];
  const everywhere = body.id === 'maintenance' ? [] : always;
  return [...receiptWays(body), ...own, ...everywhere];
}

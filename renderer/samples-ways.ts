/** What the station lets be touched on each screen, and which of them wait for the passenger: for the samples. */
import type { Intent, ReceiptState, ScreenBody, ScreenId } from '../station/contract/index.ts';
import { troubleWays } from './samples-trouble.ts';

type IntentType = Intent['type'];

/** Everywhere but on staff's screens. */
const always: readonly IntentType[] = ['set-language', 'set-modes'];
/** Where a receipt is asked for, yes or no; where none would come out, the way on. As the station offers them. */
const finished: ReadonlySet<ScreenId> = new Set(['registered', 'charged', 'unresolved', 'print-failed']);

function receiptWays(body: ScreenBody): readonly IntentType[] {
  if (!finished.has(body.id) || !('receipts' in body)) return [];
  return comesOut(body.receipts) ? ['receipt'] : ['continue'];
}

const comesOut = (receipts: ReceiptState | null): boolean => receipts === 'ready' || receipts === 'paper-low';

const ways: Readonly<Record<Exclude<ScreenId, 'trouble'>, readonly IntentType[]>> = {
  starting: [],
  'out-of-service': [],
  home: ['choose-job', 'call-staff'],
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
  inquiry: ['continue', 'cancel', 'call-staff'],
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
  'staff-called',
  'trouble',
]);

/** What a screen takes only where it can be done. */
function sometimes(body: ScreenBody): IntentType[] {
  switch (body.id) {
    case 'home':
      return body.campaign === null ? [] : ['show-notice'];
    case 'inquiry':
      return [
        ...(body.goesOnWith === null ? [] : (['choose-job'] as const)),
        ...(comesOut(body.receipts) ? (['print-history'] as const) : []),
      ];
    default:
      return [];
  }
}

export function waysOf(body: ScreenBody): readonly IntentType[] {
  const own = body.id === 'trouble' ? troubleWays(body.trouble) : ways[body.id];
  const everywhere = body.id === 'maintenance' ? [] : always;
  return [...receiptWays(body), ...sometimes(body), ...own, ...everywhere];
}

/**
 * What the ten keys can do on a screen: made from the same Screen and the same accepted intents as its buttons, so that
 * no function is for fingers only. `test` walks every sample and proves it.
 */
import type { Intent, Language, Screen, ScreenBody } from '../../station/contract/index.ts';
import { languageNames } from '../messages/index.ts';
import { waysOf } from '../trouble.ts';
import { unreachable } from '../unreachable.ts';
import { type Piece, phrase } from '../voice/line.ts';
import { canPrint, type Tongue } from '../voice/script.ts';
import type { List } from './lists.ts';
import type { View } from './pad.ts';

export interface Choice {
  readonly label: readonly Piece[];
  readonly does: { readonly intent: Intent } | { readonly open: View };
  /** The one clear step onwards: `#` takes it too. */
  readonly next: boolean;
  /** Spoken in its own language where that is not the screen's: a language is offered to those who speak it. */
  readonly language?: Language;
}

const choice = (label: string, intent: Intent, next = false): Choice => ({
  label: [phrase(label)],
  does: { intent },
  next,
});
const opening = (label: string, open: View): Choice => ({ label: [phrase(label)], does: { open }, next: false });

/** The numbered choices of what is open, in their order. */
export function choicesOf(screen: Screen, view: View, tongue: Tongue): Choice[] {
  switch (view.kind) {
    case 'screen':
      return [...screenChoices(screen, tongue), ...settingsChoice(screen, tongue)];
    case 'settings':
      return settings(screen, tongue);
    case 'amount':
    case 'list':
    case 'picture':
      return [];
    default:
      return unreachable(view);
  }
}

function settingsChoice({ accepts }: Screen, { w }: Tongue): Choice[] {
  return accepts.includes('set-modes') || accepts.includes('set-language')
    ? [opening(w.settings, { kind: 'settings' })]
    : [];
}

function screenChoices(screen: Screen, tongue: Tongue): Choice[] {
  const { t } = tongue;
  const { body, accepts } = screen;
  // Staff come with a card of their own and work at the screen.
  if (body.id === 'maintenance') return [];
  const takes = (type: Intent['type']): boolean => accepts.includes(type);
  const when = (type: Intent['type'], ...choices: Choice[]): Choice[] => (takes(type) ? choices : []);
  const onwards = onwardsOf(body, accepts);
  return [
    ...when('agree-to-terms', choice(t.terms.agree, { type: 'agree-to-terms' }, true)),
    ...when('confirm', choice(t.confirm.go, { type: 'confirm' }, true)),
    ...when('choose-amount', ...amounts(body, tongue)),
    ...when('receipt', ...receipts(body, tongue)),
    ...(takes('choose-job') && body.id !== 'inquiry' ? jobs(body, tongue) : []),
    ...when('show-notice', choice(t.home.notice, { type: 'show-notice' })),
    ...(onwards === 'call-staff' ? [choice(t.common.callStaff, { type: 'call-staff' }, true)] : []),
    ...when('continue', choice(continueLabel(screen, tongue), { type: 'continue' }, onwards === 'continue')),
    ...lists(body, tongue),
    ...pictures(screen, tongue),
    ...when('print-history', choice(t.inquiry.print, { type: 'print-history' })),
    ...(takes('choose-job') && body.id === 'inquiry' ? jobs(body, tongue) : []),
    ...when('back', choice(t.common.back, { type: 'back' })),
    ...when('cancel', choice(t.common.cancel, { type: 'cancel' })),
  ];
}

/** The intent of the one clear step, as the screen's buttons show it. */
function onwardsOf(body: ScreenBody, accepts: Screen['accepts']): Intent['type'] | 'register' {
  if (body.id === 'trouble') return waysOf(body, accepts).next;
  return body.id === 'inquiry' && body.goesOnWith === 'point-charge' ? 'choose-job' : 'continue';
}

function amounts(body: ScreenBody, { t, v }: Tongue): Choice[] {
  if (body.id !== 'choose-amount') return [];
  const all = body.keptBecause === null ? t.amount.all : t.amount.allThatFits;
  return [
    {
      label: [phrase(all), ...v.yen(body.chargeable)],
      does: { intent: { type: 'choose-amount', points: body.chargeable } },
      next: false,
    },
    ...(body.chargeable > 10 ? [opening(t.amount.choose, { kind: 'amount', typed: '' })] : []),
  ];
}

function receipts(body: ScreenBody, { t }: Tongue): Choice[] {
  const failed = body.id === 'print-failed';
  return [
    ...('receipts' in body && canPrint(body.receipts)
      ? [choice(failed ? t.printFailed.again : t.receipt.yes, { type: 'receipt', wanted: true })]
      : []),
    choice(failed ? t.printFailed.no : t.receipt.no, { type: 'receipt', wanted: false }),
  ];
}

function jobs(body: ScreenBody, { t }: Tongue): Choice[] {
  switch (body.id) {
    case 'home':
      return (['registration', 'point-charge', 'inquiry'] as const)
        .filter((job) => body.jobs[job] === 'available')
        .map((job) => choice(t.job[job], { type: 'choose-job', job }));
    case 'inquiry':
      return body.goesOnWith === 'registration'
        ? [choice(t.inquiry.register, { type: 'choose-job', job: 'registration' })]
        : [choice(t.job['point-charge'], { type: 'choose-job', job: 'point-charge' }, true)];
    default:
      return [choice(t.inquiry.register, { type: 'choose-job', job: 'registration' }, true)];
  }
}

/** The word on the button that the screen draws for "continue". */
function continueLabel({ body, accepts }: Screen, { t }: Tongue): string {
  switch (body.id) {
    case 'trouble':
      if (accepts.includes('cancel')) return t.common.tryAgain;
      return accepts.includes('choose-job') ? t.common.finish : t.common.understood;
    case 'notice':
      return t.notice.done;
    case 'print-failed':
      return t.printFailed.no;
    case 'registered':
    case 'charged':
    case 'unresolved':
    case 'inquiry':
    case 'goodbye':
    case 'staff-called':
      return t.common.finish;
    default:
      return t.common.next;
  }
}

function lists(body: ScreenBody, { t, w }: Tongue): Choice[] {
  const list = (label: string, name: List): Choice => opening(label, { kind: 'list', list: name, at: 0 });
  if (body.id === 'inquiry') {
    return [
      list(t.inquiry.tabHistory, 'history'),
      ...(body.account === null ? [] : [list(t.inquiry.tabPoints, 'points')]),
    ];
  }
  return 'receiptPreview' in body && body.receiptPreview !== null ? [list(w.readReceipt, 'receipt')] : [];
}

/** For the eyes: with the voice the screen is dark. */
function pictures({ body, modes }: Screen, { t }: Tongue): Choice[] {
  if (modes.voice) return [];
  const code = 'receiptPreview' in body && body.receiptPreview !== null;
  return [
    ...(code ? [opening(t.receipt.asCode, { kind: 'picture', picture: 'receipt-code' })] : []),
    ...(body.id === 'notice' && modes.largeText
      ? [opening(t.common.next, { kind: 'picture', picture: 'second-page' })]
      : []),
  ];
}

const LOUDEST = 3;

/** Language, volume, and how the screen looks: on every screen, like in its header. */
function settings({ accepts, language, modes }: Screen, { w }: Tongue): Choice[] {
  const set = (label: string, change: Partial<Screen['modes']>): Choice =>
    choice(label, { type: 'set-modes', modes: { ...modes, ...change } });
  // A voice that nobody hears would leave who listens alone: silence is for the eyes only.
  const softest = modes.voice ? 1 : 0;
  const languages = (Object.keys(languageNames) as Language[])
    .filter((name) => name !== language)
    .map(
      (name): Choice => ({ ...choice(languageNames[name], { type: 'set-language', language: name }), language: name }),
    );
  return [
    ...(accepts.includes('set-modes')
      ? [
          // Always both, at the ends too: a number that has been heard stays what it was.
          set(w.louder, { volume: Math.min(LOUDEST, modes.volume + 1) }),
          set(w.quieter, { volume: Math.max(softest, modes.volume - 1) }),
        ]
      : []),
    ...(accepts.includes('set-language') ? languages : []),
    ...(accepts.includes('set-modes')
      ? [
          set(modes.contrast ? w.contrastOff : w.contrastOn, { contrast: !modes.contrast }),
          set(modes.largeText ? w.largeTextOff : w.largeTextOn, { largeText: !modes.largeText }),
          set(modes.low ? w.lowOff : w.lowOn, { low: !modes.low }),
          set(modes.voice ? w.voiceOff : w.voiceOn, { voice: !modes.voice }),
        ]
      : []),
  ];
}

/** Keys that number choices, and the one that turns the page; 9 calls staff and 0 repeats. */
const MOST_DIGITS = 8;
const PAGE = 7;
export const MORE_KEY = '8';

export interface Numbered {
  /** On this page, first to last: the keys 1, 2, 3 … */
  readonly choices: readonly Choice[];
  readonly pages: number;
}

/** As many choices as there are keys for; more of them are on further pages, `8` turns. */
export function numbered(choices: readonly Choice[], page: number): Numbered {
  if (choices.length <= MOST_DIGITS) return { choices, pages: 1 };
  const pages = Math.ceil(choices.length / PAGE);
  const from = PAGE * (page % pages);
  return { choices: choices.slice(from, from + PAGE), pages };
}

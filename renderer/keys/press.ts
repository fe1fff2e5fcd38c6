/**
 * One press of a key: from the screen and what is open on the pad to an intent, and to what is said. Pure: the page's
 * clock, voice and channel are elsewhere (start.tsx).
 *
 * `1`–`8` choose, `9` calls staff, `0` says it again, `#` goes on, `*` takes back, and where nothing is left to take back
 * begins or ends the voice. Only where an amount is typed all ten digits are digits.
 */
import type { Intent, Screen } from '../../station/contract/index.ts';
import { asksForTime } from '../time-question.ts';
import { unreachable } from '../unreachable.ts';
import { captionOf, filled, type Line, line, pause, phrase } from '../voice/line.ts';
import { scriptOf, type Tongue } from '../voice/script.ts';
import { valuesOf } from '../voice/values.ts';
import { words } from '../voice/words/index.ts';
import { type Choice, choicesOf, MORE_KEY, numbered } from './choices.ts';
import type { Key } from './key.ts';
import { emptyLine, entriesOf } from './lists.ts';
import { FRESH_PAD, type Pad, type View } from './pad.ts';

export interface Answer {
  readonly pad: Pad;
  readonly send: Intent | null;
  readonly say: readonly Line[];
}

/** Digits enough for the ceiling of 20,000. */
const MOST_TYPED = 5;

export function press(key: Key, screen: Screen, pad: Pad, tongue: Tongue): Answer {
  const takes = (type: Intent['type']): boolean => screen.accepts.includes(type);
  // Asked whether more time is needed, any key says yes.
  if (asksForTime(screen) && takes('more-time')) {
    // Who listens has nothing before their eyes to go on with.
    const choices = screen.modes.voice ? choiceLines(screen, pad, tongue) : [];
    return { pad, send: { type: 'more-time' }, say: [line(screen.language, tongue.w.timeExtended), ...choices] };
  }
  if (pad.ending && key === '*') {
    return { pad: FRESH_PAD, send: { type: 'set-modes', modes: { ...screen.modes, voice: false } }, say: [] };
  }
  const asked = { ...pad, ending: false };
  if (asked.view.kind === 'amount' && screen.body.id === 'choose-amount') return typing(key, screen, asked, tongue);
  switch (key) {
    case '0':
      return { pad: asked, send: null, say: viewLines(screen, asked, tongue) };
    case '9':
      return takes('call-staff')
        ? { pad: FRESH_PAD, send: { type: 'call-staff' }, say: [] }
        : { pad: asked, send: null, say: noStaff(screen, asked, tongue) };
    case '*':
      return star(screen, asked, tongue);
    case '#':
      return hash(screen, asked, tongue);
    default:
      return digit(key, screen, asked, tongue);
  }
}

const refused = (screen: Screen, pad: Pad, { w }: Tongue): Answer => ({
  pad,
  send: null,
  say: [line(screen.language, w.notThisKey)],
});

/** Nobody has to wait for a machine that will not get on: its screen says itself what to do. */
function noStaff(screen: Screen, pad: Pad, tongue: Tongue): Line[] {
  const { id } = screen.body;
  if (id === 'out-of-service' || id === 'closed') return viewLines(screen, pad, tongue);
  return [line(screen.language, id === 'staff-called' ? tongue.w.staffAlready : tongue.w.staffNotNow)];
}

function open(view: View, screen: Screen, tongue: Tongue): Answer {
  const pad = { ...FRESH_PAD, view };
  return { pad, send: null, say: viewLines(screen, pad, tongue) };
}

function star(screen: Screen, pad: Pad, tongue: Tongue): Answer {
  if (pad.view.kind !== 'screen') return open({ kind: 'screen' }, screen, tongue);
  if (!screen.accepts.includes('set-modes')) return refused(screen, pad, tongue);
  if (screen.modes.voice) {
    return { pad: { ...pad, ending: true }, send: null, say: [line(screen.language, tongue.w.ending)] };
  }
  // Whoever begins the voice wants to hear it.
  const modes = { ...screen.modes, voice: true, volume: Math.max(1, screen.modes.volume) };
  return { pad, send: { type: 'set-modes', modes }, say: [] };
}

function hash(screen: Screen, pad: Pad, tongue: Tongue): Answer {
  if (pad.view.kind === 'list') return turn(pad.view, 1, screen, tongue);
  if (pad.view.kind === 'picture') return open({ kind: 'screen' }, screen, tongue);
  const next = choicesOf(screen, pad.view, tongue).find((choice) => choice.next);
  return next === undefined ? refused(screen, pad, tongue) : choose(next, screen, pad, tongue);
}

function digit(key: Key, screen: Screen, pad: Pad, tongue: Tongue): Answer {
  if (pad.view.kind === 'list') {
    return key === '1' ? turn(pad.view, -1, screen, tongue) : refused(screen, pad, tongue);
  }
  const { choices, pages } = numbered(choicesOf(screen, pad.view, tongue), pad.page);
  if (key === MORE_KEY && pages > 1) {
    const turned = { ...pad, page: (pad.page + 1) % pages };
    return { pad: turned, send: null, say: choiceLines(screen, turned, tongue) };
  }
  const chosen = choices[Number(key) - 1];
  return chosen === undefined ? refused(screen, pad, tongue) : choose(chosen, screen, pad, tongue);
}

function choose({ does }: Choice, screen: Screen, pad: Pad, tongue: Tongue): Answer {
  if ('open' in does) return open(does.open, screen, tongue);
  const { intent } = does;
  // Louder than the loudest: the station would have nothing to change, and nobody would say anything.
  const isSo = intent.type === 'set-modes' && JSON.stringify(intent.modes) === JSON.stringify(screen.modes);
  return isSo ? { pad, send: null, say: [volumeLine(screen, tongue)] } : { pad, send: intent, say: [] };
}

function volumeLine({ language, modes }: Screen, { w, v }: Tongue): Line {
  return line(language, filled(w.volume, v.key(String(modes.volume))));
}

function turn(view: Extract<View, { kind: 'list' }>, by: 1 | -1, screen: Screen, tongue: Tongue): Answer {
  const entries = entriesOf(screen, view.list, tongue);
  const at = Math.max(0, Math.min(view.at + by, entries.length));
  const entry = entries[at] ?? line(screen.language, tongue.w.listEnd);
  return { pad: { ...FRESH_PAD, view: { ...view, at } }, send: null, say: [entry] };
}

/** The amount: digits are digits, `#` ends it, `*` takes back what was typed, then the entry itself. */
function typing(key: Key, screen: Screen, pad: Pad, tongue: Tongue): Answer {
  const { body, language } = screen;
  const { t, w, v } = tongue;
  const typed = pad.view.kind === 'amount' ? pad.view.typed : '';
  const most = body.id === 'choose-amount' ? body.chargeable : 0;
  const become = (next: string, ...say: Line[]): Answer => ({
    pad: { ...pad, view: { kind: 'amount', typed: next } },
    send: null,
    say,
  });
  if (key === '*')
    return typed === '' ? open({ kind: 'screen' }, screen, tongue) : become('', line(language, w.cleared));
  if (key !== '#') {
    const next = String(Number(typed + key));
    if (next.length > MOST_TYPED) return become(typed, line(language, filled(t.amount.tooMuch, v.yen(most))));
    return become(next === '0' ? '' : next, line(language, v.yen(Number(next))));
  }
  const points = Number(typed);
  if (points > most) return become('', line(language, filled(t.amount.tooMuch, v.yen(most))));
  if (points < 10 || points % 10 !== 0) return become('', line(language, t.amount.inTens));
  return { pad: FRESH_PAD, send: { type: 'choose-amount', points }, say: [] };
}

/** Everything that is to be said of what is open now: the script of the screen and its choices, a list, a menu. */
export function viewLines(screen: Screen, pad: Pad, tongue: Tongue): Line[] {
  const { language } = screen;
  const { t, w, v } = tongue;
  switch (pad.view.kind) {
    case 'screen':
      return [...scriptOf(screen, tongue), ...choiceLines(screen, pad, tongue)];
    case 'settings':
      return [line(language, w.settings), volumeLine(screen, tongue), ...choiceLines(screen, pad, tongue)];
    case 'amount': {
      const most = screen.body.id === 'choose-amount' ? screen.body.chargeable : 0;
      return [line(language, w.enterAmount), line(language, filled(t.amount.most, v.yen(most)))];
    }
    case 'list': {
      const entries = entriesOf(screen, pad.view.list, tongue);
      const first =
        entries[pad.view.at] ??
        (entries.length === 0 ? emptyLine(screen, pad.view.list, tongue) : line(language, w.listEnd));
      return [line(language, w.list), first];
    }
    case 'picture':
      return [line(language, w.back)];
    default:
      return unreachable(pad.view);
  }
}

/** "Register a card: 1." for each choice of the page, and how to call a person. */
export function choiceLines(screen: Screen, pad: Pad, tongue: Tongue): Line[] {
  const { w, v } = tongue;
  const { choices, pages } = numbered(choicesOf(screen, pad.view, tongue), pad.page);
  const lines = choices.map(({ label, next, language }, index) => {
    const key = v.key(String(index + 1));
    // The name of a language is said by those who speak it; the key is said in the passenger's, before it.
    if (language !== undefined) return [line(screen.language, key, pause(' ')), line(language, label)];
    return [line(screen.language, filled(next ? w.next : w.choice, label, key))];
  });
  const more =
    pages > 1 ? [line(screen.language, filled(w.choice, line(screen.language, w.more).pieces, v.key(MORE_KEY)))] : [];
  const staff = screen.accepts.includes('call-staff') ? [line(screen.language, filled(w.staff, v.key('9')))] : [];
  return [...lines.flat(), ...otherLanguages(screen, pad, choices.length), ...more, ...staff];
}

/** Whoever does not understand the language of the idle screen hears in their own where to change it. */
function otherLanguages({ body, language }: Screen, { view }: Pad, key: number): Line[] {
  if (body.id !== 'home' || view.kind !== 'screen') return [];
  const others = (['ja', 'en', 'zh-Hans', 'zh-Hant', 'ko'] as const).filter(
    (other) => other !== language && !(other === 'ja' && language === 'easy-ja'),
  );
  return others.map((other) => {
    const { settings, choice } = words[other];
    return line(other, filled(choice, [phrase(settings)], valuesOf(other).key(String(key))));
  });
}

/** The lines that were not there before: what has changed while the same screen stayed up. */
export function freshLines(before: readonly Line[], now: readonly Line[]): Line[] {
  const known = new Set(before.map(captionOf));
  return now.filter((said) => !known.has(captionOf(said)));
}

/**
 * Everything that a voice has to be able to say in a language, as the texts of its clips: what to record. It is not
 * written down anywhere: the screens are asked. Every sample of every screen, all that its keys can open, every code of a
 * card's history, every number, every day. Runs in Node (`npm run voice`), not in the page.
 */
import type { Language, Screen } from '../../station/contract/index.ts';
import { choicesOf, numbered } from '../keys/choices.ts';
import { entriesOf } from '../keys/lists.ts';
import { FRESH_PAD, type Pad } from '../keys/pad.ts';
import { choiceLines, viewLines } from '../keys/press.ts';
import { messages } from '../messages/all.ts';
import { processName, terminalName } from '../messages/history.ts';
import { samples, screenOf } from '../samples.ts';
import { clipName, folderOf } from './clip-name.ts';
import { type Line, phrase } from './line.ts';
import { numbers } from './numbers/index.ts';
import type { Tongue } from './script.ts';
import { valuesOf } from './values.ts';
import { words } from './words/index.ts';

export interface Clip {
  /** Below `renderer/voice/clips`, without its ending. */
  readonly file: string;
  readonly text: string;
}

/** Both days included: the years in which this machine may stand. */
const DAYS = { from: '2018-01-01', years: 20 } as const;

/** What to record for a language, sorted by text; for やさしい日本語 it is what the Japanese voice has to say more. */
export function manifestOf(language: Language): Clip[] {
  return [...textsOf(language)].sort().map((text) => ({ text, file: `${folderOf(language)}/${clipName(text)}` }));
}

/** The texts of all clips of a language. */
export function textsOf(language: Language): Set<string> {
  const tongue: Tongue = { t: messages[language], w: words[language], v: valuesOf(language) };
  const said = [...linesOfScreens(language, tongue), ...linesOfWords(language, tongue)];
  const ofLines = said
    .filter((line) => line.language === language)
    .flatMap(({ pieces }) => pieces.flatMap(({ clips }) => clips ?? []));
  return new Set([...ofLines, ...historyTexts(tongue), ...numberTexts(language)]);
}

function linesOfScreens(language: Language, tongue: Tongue): Line[] {
  return samples.flatMap((sample) => {
    const shown = screenOf(sample, language, 'navy');
    return ways(shown).flatMap((screen) => [
      ...viewLines(screen, FRESH_PAD, tongue),
      ...opened(screen, tongue).flatMap((pad) => [...viewLines(screen, pad, tongue), ...pagesOf(screen, pad, tongue)]),
      ...(['history', 'points', 'receipt'] as const).flatMap((list) => entriesOf(screen, list, tongue)),
    ]);
  });
}

/** The same screen as every passenger may have it: each mode on and off. And from another language, which offers this one. */
function ways(screen: Screen): Screen[] {
  const { modes } = screen;
  const on = { ...modes, contrast: true, largeText: true, low: true, voice: true };
  const other: Language = screen.language === 'en' ? 'ja' : 'en';
  return [screen, { ...screen, modes: on }, { ...screen, language: other }, ...empty(screen)];
}

/** A card and an account with nothing to read. */
function empty(screen: Screen): Screen[] {
  const { body } = screen;
  if (body.id !== 'inquiry') return [];
  return [{ ...screen, body: { ...body, history: [], account: body.account && { ...body.account, postings: [] } } }];
}

function opened(screen: Screen, tongue: Tongue): Pad[] {
  const views = choicesOf(screen, FRESH_PAD.view, tongue).flatMap(({ does }) => ('open' in does ? [does.open] : []));
  return views.map((view) => ({ ...FRESH_PAD, view }));
}

function pagesOf(screen: Screen, pad: Pad, tongue: Tongue): Line[] {
  const { pages } = numbered(choicesOf(screen, pad.view, tongue), 0);
  return Array.from({ length: pages }, (_, page) => choiceLines(screen, { ...pad, page }, tongue)).flat();
}

/** What is said beside the screens: how it goes, that it takes a while, that a key does nothing here. */
function linesOfWords(language: Language, { t, w }: Tongue): Line[] {
  const always = [
    ...[w.begin, w.howTo, w.ending, w.wait, w.stillBusy, w.notThisKey, w.staffNotNow, w.staffAlready],
    ...[w.cleared, w.listEnd, w.timeShort, w.timeExtended, t.amount.inTens],
  ];
  const tooMuch = t.amount.tooMuch('\uE000').split('\uE000');
  return [...always, ...tooMuch].map((text) => ({ language, pieces: [phrase(text)] }));
}

/** A code is one byte; those that the public sources do not name have a word too. */
function historyTexts({ t }: Tongue): string[] {
  return Array.from({ length: 256 }, (_, code) => [processName(t.history, code), terminalName(t.history, code)])
    .flat()
    .flatMap((text) => phrase(text).clips ?? []);
}

/** The parts of all numbers up to 99,999,999: those of one group of digits, and of whole groups. */
function numberTexts(language: Language): Set<string> {
  const say = numbers[language];
  const texts = new Set<string>([say.minus, say.plus]);
  const add = (parts: readonly string[]): void => {
    for (const part of parts) texts.add(part);
  };
  for (let value = 0; value < 10_000; value++) {
    for (const whole of [value, 10_000 * value]) {
      add(say.number(whole));
      add(say.yen(whole));
      add(say.points(whole));
    }
  }
  const first = Date.parse(`${DAYS.from}T00:00:00Z`);
  for (let day = 0; day < 365.25 * DAYS.years; day++) {
    add(say.day(new Date(first + 86_400_000 * day).toISOString().slice(0, 10)));
  }
  for (let minute = 0; minute < 24 * 60; minute++) add(say.time(minute));
  add(say.spelled('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'));
  return texts;
}

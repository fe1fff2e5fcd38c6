/** What is read entry by entry: the card's history, the account's postings, the receipt. */
import type { Language, Screen, ScreenBody } from '../../station/contract/index.ts';
import { processName, terminalName } from '../messages/history.ts';
import { unreachable } from '../unreachable.ts';
import { filled, foreign, type Line, line, type Piece, pause, phrase } from '../voice/line.ts';
import { receiptLines, type Tongue } from '../voice/script.ts';

export type List = 'history' | 'points' | 'receipt';

type Inquiry = Extract<ScreenBody, { id: 'inquiry' }>;
type Posting = NonNullable<Inquiry['account']>['postings'][number];

/** The entries of a list, a line each; empty: the screen has none. */
export function entriesOf({ body, language }: Screen, list: List, tongue: Tongue): Line[] {
  const { t, w, v } = tongue;
  const counted = (entries: readonly (readonly Piece[])[]): Line[] =>
    entries.map((entry, index) =>
      line(language, filled(w.entry, v.number(index + 1), v.number(entries.length)), pause(' '), entry),
    );
  switch (list) {
    case 'history':
      return body.id === 'inquiry' ? counted(body.history.map((entry) => historyEntry(entry, language, tongue))) : [];
    case 'points':
      return body.id === 'inquiry'
        ? counted((body.account?.postings ?? []).map((posting) => postingEntry(posting, tongue)))
        : [];
    case 'receipt': {
      const receipt = 'receiptPreview' in body ? body.receiptPreview : null;
      return receipt === null
        ? []
        : [line(language, t.receipt.picture), ...receiptLines(receiptLanguage(language), receipt.texts)];
    }
    default:
      return unreachable(list);
  }
}

/** What is said where a list is empty. */
export function emptyLine({ language }: Screen, list: List, { t }: Tongue): Line {
  return line(language, list === 'points' ? t.inquiry.noPostings : t.inquiry.noHistory);
}

/** Receipts and names of stations are known in two ways of writing. */
const receiptLanguage = (language: Language): Language => (language === 'ja' || language === 'easy-ja' ? 'ja' : 'en');
const namesIn = (language: Language): 'ja' | 'en' => (language === 'ja' || language === 'easy-ja' ? 'ja' : 'en');

function historyEntry(entry: Inquiry['history'][number], language: Language, { t, w, v }: Tongue): Piece[] {
  const stations = [entry.entry, entry.exit].flatMap((station) => station?.[namesIn(language)] ?? []);
  const place =
    stations.length === 0 ? [phrase(terminalName(t.history, entry.terminal))] : [foreign(stations.join(' → '))];
  return [
    ...(entry.on === null ? [phrase(t.history.noDay)] : v.day(entry.on)),
    pause(' '),
    phrase(processName(t.history, entry.process)),
    pause(' '),
    ...place,
    pause(' '),
    ...(entry.deltaYen === null ? [] : [...v.yenChange(entry.deltaYen), pause(`${w.stop} `)]),
    phrase(w.balanceThen),
    pause(' '),
    ...v.yen(entry.balanceYen),
  ];
}

function postingEntry(posting: Posting, { t, v }: Tongue): Piece[] {
  const { on, kind, measure, points, pointName, nameNow } = posting;
  return [
    ...v.day(on),
    pause(' '),
    phrase(t.posting[kind]),
    ...(measure === null ? [] : [pause(' '), phrase(t.measure[measure])]),
    pause(' '),
    ...v.pointChange(points),
    pause(' '),
    ...v.name(pointName),
    ...(nameNow === null ? [] : [pause(' '), ...filled(t.common.now, v.name(nameNow))]),
  ];
}

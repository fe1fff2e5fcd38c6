import { describe, expect, test } from 'vitest';
import { Language } from '../../station/contract/index.ts';
import { messages } from './all.ts';
import { catalogueFaults } from './faults.ts';
import { languageNames, loadMessages, type Messages } from './index.ts';
import { piecesOf } from './reading.ts';
import { waiting } from './waiting.ts';

/** What stands in for the words of a trouble: `x` where a message writes it, whatever it asks of it. */
const word = (more: object) => Object.assign(new String('x'), more);
const WORDS = [
  word({ issuer: null, next: null, canApply: true, canRegisterHere: true }),
  word({
    issuer: 'x',
    next: 'x',
    canApply: false,
    canRegisterHere: false,
    cardKind: 'x',
    from: 'x',
    points: 'x',
    balance: 'x',
  }),
];
/** Every way in which a message's function can be called: numbers of every plural, words that are there or missing. */
const CALLS = [['x', 'x', 'x'], [1, 1, 1], [2, 3, 4], ...WORDS.map((words) => [words, 'x', 'x'])];

/** Every text in a catalogue, with its functions called in every way. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return CALLS.map((call) => String(value(...call)));
  return Object.values(value ?? {}).flatMap(texts);
}

describe.each(Language.options)('the catalogue of %s', (language) => {
  test('has no empty text, no double space, and none that is left in another script', async () => {
    const all = texts(await loadMessages(language));
    expect(all.filter((text) => text.trim() === '' || / {2}/.test(text))).toEqual([]);
    // The one Japanese word in other languages is a name: the application's, as it stands on the telephone.
    const foreign = all
      .map((text) => text.replaceAll('マイナポイント', ''))
      .filter((text) => FOREIGN[language].test(text));
    expect(foreign).toEqual([]);
  });

  test('the names that the notice fixes are not translated', async () => {
    expect(texts(await loadMessages(language)).join('\n')).not.toMatch(/Icoca|icoca|WESTER points|이코카|依可卡/);
  });
});

/** Letters that a language is not written with. */
const FOREIGN: Record<Language, RegExp> = {
  ja: /\p{Script=Hangul}/u,
  'easy-ja': /\p{Script=Hangul}/u,
  en: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u,
  'zh-Hans': /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[點儲餘額錄讀寫開關號請]/u,
  'zh-Hant': /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[点储余额录读写开关号请]/u,
  ko: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
};

test('every language has every message and no other, and a component shows each', () => {
  expect(catalogueFaults()).toEqual([]);
});

test('a missing message, one too many and one that nothing shows are each told by name', () => {
  const { agree: _, ...terms } = messages.en.terms;
  const home = { ...messages.ko.home, hello: 'hello' };
  const wrong = { ...messages, en: { ...messages.en, terms }, ko: { ...messages.ko, home } };
  expect(catalogueFaults(wrong)).toEqual(['en: terms.agree is missing', 'ko: home.hello is in no other language']);
  expect(catalogueFaults(messages, 't.terms.title')).toContain('terms.agree: no component shows it');
});

describe('やさしい日本語', () => {
  const HAN = /[\p{Script=Han}々]/u;
  const easy = async (): Promise<string[]> => [
    ...texts(await loadMessages('easy-ja')),
    ...texts(waiting['easy-ja']),
    languageNames['easy-ja'],
  ];

  test('every kanji carries its reading', async () => {
    const bare = (message: string) => piecesOf(message).some(({ text, reading }) => reading === null && HAN.test(text));
    expect((await easy()).filter(bare)).toEqual([]);
  });

  test('a reading is kana, and stands over nothing but kanji and the digits read with them', async () => {
    const readings = (await easy()).flatMap(piecesOf).filter(({ reading }) => reading !== null);
    const wrong = readings.filter(
      ({ text, reading }) => !/^\p{Script=Hiragana}+$/u.test(reading ?? '') || !/^[\d\p{Script=Han}々]+$/u.test(text),
    );
    expect(wrong).toEqual([]);
  });

  test('no mark-up is left half', async () => {
    const rest = (message: string) => piecesOf(message).some(({ text }) => /[{|}]/.test(text));
    expect((await easy()).filter(rest)).toEqual([]);
  });

  test('sentences are short', async () => {
    const sentences = (await easy()).flatMap((message) =>
      piecesOf(message)
        .map(({ text }) => text)
        .join('')
        .split(/[。（]/),
    );
    expect(sentences.filter((sentence) => [...sentence].length > 38)).toEqual([]);
  });

  test('no other language has readings', async () => {
    for (const language of Language.options.filter((one) => one !== 'easy-ja')) {
      const catalogue: Messages = await loadMessages(language);
      expect(texts(catalogue).filter((text) => /[{|}]/.test(text))).toEqual([]);
    }
  });
});

test('English adds money and points to a card: "charge" is what a bill does', async () => {
  // Names of services and machines stand as they are.
  const names = /^(Auto-charge.*|Quick-charge machine|Charge machine)$/;
  const billed = texts(await loadMessages('en')).filter((text) => /charg/i.test(text) && !names.test(text));
  expect(billed).toEqual([]);
});

test('English counts one thing as one', async () => {
  const en = await loadMessages('en');
  expect([en.time.lead(1), en.time.lead(20)]).toEqual([
    'This screen closes in 1 second.',
    'This screen closes in 20 seconds.',
  ]);
  expect(en.laySame.tries(1)).toContain('Read 1 time,');
  // A rest of one point is common: points are added in tens.
  const rest = Object.values(en.kept).map((kept) => kept('1 point'));
  expect(rest.filter((text) => !text.startsWith('1 point will '))).toEqual([]);
});

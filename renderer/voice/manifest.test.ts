import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Job, Language, type Screen, type ScreenBody } from '../../station/contract/index.ts';
import { KEYS } from '../keys/key.ts';
import { FRESH_PAD } from '../keys/pad.ts';
import { press, viewLines } from '../keys/press.ts';
import { messages } from '../messages/all.ts';
import { samples, screenOf } from '../samples.ts';
import { clipName } from './clip-name.ts';
import type { Line } from './line.ts';
import { manifestOf, textsOf } from './manifest.ts';
import type { Tongue } from './script.ts';
import { valuesOf } from './values.ts';
import { words } from './words/index.ts';

const tongueOf = (language: Language): Tongue => ({ t: messages[language], w: words[language], v: valuesOf(language) });
const known: Record<string, ReadonlySet<string>> = Object.fromEntries(
  Language.options.map((language) => [language, textsOf(language)]),
);

/** Clips that a line asks for and nobody was told to record. */
function unknownIn(lines: readonly Line[]): string[] {
  return lines.flatMap(({ language, pieces }) =>
    pieces.flatMap(({ clips }) => (clips ?? []).filter((text) => !known[language]?.has(text))),
  );
}

const yen = fc.integer({ min: 0, max: 20_000 });
const points = fc.integer({ min: 0, max: 9_999_999 });
const day = fc
  .date({ min: new Date('2018-01-01'), max: new Date('2037-12-30'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** A screen with other numbers, days and codes than any sample has. */
function withOther(body: ScreenBody, other: { yen: number; points: number; day: string; code: number }): ScreenBody {
  const replaced = JSON.stringify(body, (name, value: unknown) => {
    if (typeof value === 'number' && /yen$/i.test(name)) return other.yen;
    if (typeof value === 'number' && /^(points|charge|chargeable|pointsAfter|pointsLeft|heldPoints)$/.test(name))
      return other.points;
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return other.day;
    if (name === 'process' || name === 'terminal') return other.code;
    return value;
  });
  return JSON.parse(replaced) as ScreenBody;
}

describe('the manifest', () => {
  test('has every phrase that any screen says, whatever its numbers, days and codes', () => {
    const any = fc.record({
      sample: fc.constantFrom(...samples),
      language: fc.constantFrom(...Language.options),
      other: fc.record({ yen, points, day, code: fc.integer({ min: 0, max: 255 }) }),
      job: fc.constantFrom(...Job.options),
      keys: fc.array(fc.constantFrom(...KEYS), { maxLength: 12 }),
      voice: fc.boolean(),
      warning: fc.boolean(),
    });
    fc.assert(
      fc.property(any, ({ sample, language, other, job, keys, voice, warning }) => {
        const shown = screenOf(sample, language, 'navy');
        const body = withOther(shown.body, other);
        const screen: Screen = {
          ...shown,
          modes: { ...shown.modes, voice },
          timeLimit: warning && shown.timeLimit ? { ...shown.timeLimit, warning } : shown.timeLimit,
          body: 'job' in body && body.id !== 'trouble' ? { ...body, job } : body,
        };
        const tongue = tongueOf(language);
        let pad = FRESH_PAD;
        const said: Line[] = [...viewLines(screen, pad, tongue)];
        for (const key of keys) {
          const answer = press(key, screen, pad, tongue);
          pad = answer.pad;
          said.push(...answer.say);
        }
        expect(unknownIn(said)).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  test('a phrase that is not in it would be found: the check is not blind', () => {
    expect(unknownIn([{ language: 'ja', pieces: [{ text: 'x', clips: ['録音されていない文'] }] }])).toEqual([
      '録音されていない文',
    ]);
  });

  test.each(Language.options)('%s: no two texts have one file, and no text is empty', (language) => {
    const clips = manifestOf(language);
    expect(new Set(clips.map(({ file }) => file)).size).toBe(clips.length);
    expect(clips.filter(({ text }) => text.trim() === '' || /[\uE000-\uE0FF{}]/.test(text))).toEqual([]);
    expect(clips.length).toBeGreaterThan(200);
  });

  test('Japanese and やさしい日本語 share a folder and no name for two texts', () => {
    const texts = new Set([...textsOf('ja'), ...textsOf('easy-ja')]);
    expect(new Set([...texts].map(clipName)).size).toBe(texts.size);
  });
});

describe('the words of the voice', () => {
  test.each(Language.options)('%s has none that nothing says', (language) => {
    const written: Readonly<Record<string, string | ((...args: string[]) => string)>> = words[language];
    const unused = Object.entries(written).filter(([name, text]) => {
      // The one that is written on a button.
      if (name === 'showScreen') return false;
      const texts = typeof text === 'string' ? [text] : text('\uE000', '\uE000').split('\uE000');
      return !texts
        .map((part) => part.replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, ''))
        .filter((part) => part !== '')
        .every((part) => [...(known[language] ?? [])].some((recorded) => recorded.includes(part)));
    });
    expect(unused.map(([name]) => name)).toEqual([]);
  });
});

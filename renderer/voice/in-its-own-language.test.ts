import { describe, expect, test } from 'vitest';
import { Language } from '../../station/contract/index.ts';
import { entriesOf } from '../keys/lists.ts';
import { FRESH_PAD } from '../keys/pad.ts';
import { viewLines } from '../keys/press.ts';
import { messages } from '../messages/all.ts';
import { samples, screenOf } from '../samples.ts';
import { icoca, service, wester } from '../samples-campaign.ts';
import { captionOf } from './line.ts';
import { valuesOf } from './values.ts';
import { words } from './words/index.ts';

/** Every line of every sample and of its lists, as who listens in this language gets it. A receipt is in its own. */
function captionsIn(language: Language): string[] {
  const tongue = { t: messages[language], w: words[language], v: valuesOf(language) };
  return samples.flatMap((sample) => {
    const screen = screenOf(sample, language, 'navy');
    const lists = (['history', 'points'] as const).flatMap((list) => entriesOf(screen, list, tongue));
    // The idle screen says a line in every language.
    return [...viewLines(screen, FRESH_PAD, tongue), ...lists]
      .filter((line) => line.language === language)
      .map(captionOf);
  });
}

test.each(['en', 'ko'] as const)('%s has no sign that only Japanese is written with', (language) => {
  expect(captionsIn(language).filter((caption) => /[。：、（）]/.test(caption))).toEqual([]);
});

describe.each(Language.options)('in %s', (language) => {
  const captions = captionsIn(language);

  test('a line that ends in an amount ends in the stop of its language', () => {
    const amount = valuesOf(language).yen(6_200)[0]?.text ?? '';
    const told = captions.filter((caption) => caption.includes(amount));
    expect(told.length).toBeGreaterThan(2);
    expect(told.filter((caption) => !caption.endsWith(words[language].stop))).toEqual([]);
  });

  test('a name that the notice fixes is told as who listens understands it', () => {
    const told = captions.join('\n');
    for (const { name, gloss } of [wester, icoca, service]) {
      expect(told.includes(name)).toBe(language === 'ja' || language === 'easy-ja');
      if (language !== 'ja') expect(told).toContain(gloss[language]);
    }
  });
});

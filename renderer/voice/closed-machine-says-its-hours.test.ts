import { expect, test } from 'vitest';
import { Language } from '../../station/contract/index.ts';
import { messages } from '../messages/all.ts';
import { captionOf } from './line.ts';
import { textsOf } from './manifest.ts';
import { scriptOf } from './script.ts';
import { valuesOf } from './values.ts';
import { words } from './words/index.ts';

const hours = (language: Language, body: { opens: string; closes: string; nextDay: boolean }) =>
  scriptOf(
    { language, accepts: [], body: { id: 'closed', ...body } },
    { t: messages[language], w: words[language], v: valuesOf(language) },
  ).at(-1);

test.each(Language.options)('in %s: from when to when, each part of it a clip that is asked for', (language) => {
  const clips = textsOf(language);
  for (const nextDay of [true, false]) {
    const said = hours(language, { opens: '05:00', closes: '00:31', nextDay });
    expect(said && captionOf(said)).toMatch(/5:00.*0:31/);
    for (const piece of said?.pieces ?? []) for (const clip of piece.clips ?? ['?']) expect(clips).toContain(clip);
  }
});

test('the day after is said', () => {
  const said = hours('ja', { opens: '05:00', closes: '00:30', nextDay: true });
  expect(said && captionOf(said)).toBe('ご利用時間は、5:00から翌日の0:30までです。');
});

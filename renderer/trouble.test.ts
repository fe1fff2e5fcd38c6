import { describe, expect, test } from 'vitest';
import { Language } from '../station/contract/index.ts';
import { choicesOf } from './keys/choices.ts';
import { FRESH_PAD } from './keys/pad.ts';
import { messages } from './messages/all.ts';
import { samples, screenOf } from './samples.ts';
import { waysOf } from './trouble.ts';
import { captionOf } from './voice/line.ts';
import { scriptOf } from './voice/script.ts';
import { valuesOf } from './voice/values.ts';
import { words } from './voice/words/index.ts';

const tongueOf = (language: Language) => ({ t: messages[language], w: words[language], v: valuesOf(language) });

const troubles = samples.flatMap((sample) => {
  const screen = screenOf(sample, 'ja', 'navy');
  return screen.body.id === 'trouble' ? [{ name: sample.name, screen, body: screen.body }] : [];
});
const named = (kind: string) => troubles.filter(({ body }) => body.trouble.kind === kind);

describe('no trouble contradicts itself', () => {
  test.each(Language.options)('points that have changed are not said to be unchanged: %s', (language) => {
    const tongue = tongueOf(language);
    const said = named('points-changed').map(({ screen }) => scriptOf({ ...screen, language }, tongue));
    expect(said).toHaveLength(1);
    expect(said.flat().map(captionOf)).not.toContain(tongue.t.common.unchanged);
  });

  test('who is sent to staff finds the call as the next step, and `#` takes it', () => {
    const sent = [...named('card-refused'), ...named('points-held')];
    expect(sent.length).toBeGreaterThanOrEqual(2);
    for (const { screen, body } of sent) {
      expect(waysOf(body, screen.accepts).next).toBe('call-staff');
      const onwards = choicesOf(screen, FRESH_PAD.view, tongueOf('ja')).filter(({ next }) => next);
      expect(onwards.map(({ does }) => does)).toEqual([{ intent: { type: 'call-staff' } }]);
    }
  });

  test('where the call cannot be made, there is another next step', () => {
    for (const { screen, body } of named('card-refused')) {
      const accepts = screen.accepts.filter((type) => type !== 'call-staff');
      expect(waysOf(body, accepts).next).toBe('continue');
    }
  });
});

describe('a card that may be served again is not sent away', () => {
  test.each(troubles)('$name', ({ screen, body }) => {
    const lying = { ...body, cardOnReader: true };
    const said = scriptOf({ ...screen, body: lying }, tongueOf('ja')).map(captionOf);
    const goesOn = screen.accepts.includes('cancel') || screen.accepts.includes('choose-job');
    expect(said.includes(messages.ja.common.takeCard)).toBe(!goesOn);
  });
});

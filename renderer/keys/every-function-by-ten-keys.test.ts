import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Intent, Intent as IntentSchema, Language, type Screen } from '../../station/contract/index.ts';
import { messages } from '../messages/all.ts';
import { type Sample, samples, screenOf } from '../samples.ts';
import { captionOf, filled, line } from '../voice/line.ts';
import type { Tongue } from '../voice/script.ts';
import { valuesOf } from '../voice/values.ts';
import { words } from '../voice/words/index.ts';
import { choicesOf, numbered } from './choices.ts';
import { KEYS, type Key } from './key.ts';
import { FRESH_PAD, type Pad } from './pad.ts';
import { choiceLines, press, viewLines } from './press.ts';

const tongueOf = (language: Language): Tongue => ({ t: messages[language], w: words[language], v: valuesOf(language) });

/** Every intent that a sequence of keys sends from a screen: all of them, pressed in every order, until nothing is new. */
function reachable(screen: Screen): Intent[] {
  const tongue = tongueOf(screen.language);
  const sent = new Map<string, Intent>();
  const seen = new Set<string>();
  const open: { screen: Screen; pad: Pad }[] = [{ screen, pad: FRESH_PAD }];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const { pad, screen: now } = state;
    const id = JSON.stringify([pad, now.timeLimit, now.modes.voice]);
    // Amounts have a tree of their own; two digits are enough to know it.
    if (seen.has(id) || (pad.view.kind === 'amount' && pad.view.typed.length > 2)) continue;
    seen.add(id);
    for (const key of KEYS) {
      const answer = press(key, now, pad, tongue);
      if (answer.send !== null) sent.set(JSON.stringify(answer.send), answer.send);
      const asked = answer.send?.type === 'more-time' && now.timeLimit !== null;
      open.push({
        pad: answer.pad,
        screen: asked && now.timeLimit ? { ...now, timeLimit: { ...now.timeLimit, warning: false } } : now,
      });
    }
  }
  return [...sent.values()];
}

/** No job can be begun now: there is no button for one either. */
function isClosed(type: string, { body }: Sample): boolean {
  return (
    type === 'choose-job' && body.id === 'home' && Object.values(body.jobs).every((state) => state !== 'available')
  );
}

/** Staff come with a card of their own and work at the screen. */
const passenger = samples.filter(({ body }) => body.id !== 'maintenance');

test.each(['out-of-service', 'closed'])(
  '9 on a machine that is %s: what it says itself, not that it is at work',
  (id) => {
    const sample = samples.find(({ body }) => body.id === id);
    if (!sample) throw new Error(`no sample of ${id}`);
    const tongue = tongueOf('ja');
    const screen = screenOf(sample, 'ja', 'navy');
    const { send, say } = press('9', screen, FRESH_PAD, tongue);
    expect(send).toBeNull();
    expect(say.map(captionOf)).toEqual(viewLines(screen, FRESH_PAD, tongue).map(captionOf));
    expect(say.map(captionOf)).not.toContain(tongue.w.staffNotNow);
  },
);

describe('no function is for fingers only', () => {
  test.each(passenger.map((sample) => [sample.name, sample] as const))('%s', (_, sample) => {
    const screen = screenOf(sample, 'ja', 'navy');
    for (const voice of [false, true]) {
      const types = new Set(reachable({ ...screen, modes: { ...screen.modes, voice } }).map(({ type }) => type));
      const missing = sample.accepts.filter(
        (type) => !(types as ReadonlySet<string>).has(type) && !isClosed(type, sample),
      );
      expect(missing, voice ? 'with the voice' : 'without it').toEqual([]);
    }
  });

  test('every language, every volume, every way to look, and both answers about the receipt', () => {
    const named = (name: string) => {
      const sample = samples.find((one) => one.name === name);
      if (!sample) throw new Error(`no sample ${name}`);
      return reachable(screenOf(sample, 'ja', 'navy')).map((intent) => JSON.stringify(intent));
    };
    const sent = named('charged').join('\n');
    for (const language of Language.options) if (language !== 'ja') expect(sent).toContain(`"language":"${language}"`);
    for (const mode of ['contrast', 'largeText', 'low', 'voice']) expect(sent).toContain(`"${mode}":true`);
    expect(sent).toContain('"volume":3');
    expect(sent).toContain('"volume":1');
    expect(sent).toContain('"wanted":true');
    expect(sent).toContain('"wanted":false');
    const jobs = named('home');
    for (const job of ['registration', 'point-charge', 'inquiry']) {
      expect(jobs).toContain(JSON.stringify({ type: 'choose-job', job }));
    }
  });

  test('any amount in tens up to what is offered', () => {
    const sample = samples.find(({ name }) => name === 'choose-amount');
    if (!sample) throw new Error('no sample');
    const screen = screenOf(sample, 'en', 'navy');
    const tongue = tongueOf('en');
    for (const points of [10, 90, 500, 4_990, 5_000]) {
      let pad: Pad = { ...FRESH_PAD, view: { kind: 'amount', typed: '' } };
      for (const key of String(points) as Iterable<string>) pad = press(key as Key, screen, pad, tongue).pad;
      expect(press('#', screen, pad, tongue).send).toEqual({ type: 'choose-amount', points });
    }
  });
});

describe('whatever is pressed', () => {
  const any = fc.record({
    sample: fc.constantFrom(...samples),
    language: fc.constantFrom(...Language.options),
    voice: fc.boolean(),
    keys: fc.array(fc.constantFrom(...KEYS), { maxLength: 40 }),
  });

  test('nothing throws, nothing is sent that the screen does not take, and every key is answered', () => {
    fc.assert(
      fc.property(any, ({ sample, language, voice, keys }) => {
        const shown = screenOf(sample, language, 'navy');
        const screen = { ...shown, modes: { ...shown.modes, voice } };
        const tongue = tongueOf(language);
        let pad = FRESH_PAD;
        for (const key of keys) {
          const answer = press(key, screen, pad, tongue);
          pad = answer.pad;
          if (answer.send !== null) {
            expect(screen.accepts).toContain(answer.send.type);
            expect(IntentSchema.safeParse(answer.send).success).toBe(true);
          } else expect(answer.say.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 600 },
    );
  });
});

describe('more choices than keys', () => {
  const sample = samples.find(({ name }) => name === 'home');
  if (!sample) throw new Error('no sample');
  const screen = screenOf(sample, 'ja', 'navy');
  const tongue = tongueOf('ja');
  const settings: Pad = { ...FRESH_PAD, view: { kind: 'settings' } };

  test('are on further pages, none twice, and the last page turns to the first', () => {
    const all = choicesOf(screen, settings.view, tongue);
    const { pages } = numbered(all, 0);
    expect(pages).toBe(2);
    const turned = Array.from({ length: pages }, (_, page) => numbered(all, page).choices).flat();
    expect(turned).toEqual(all);
    const next = press('8', screen, settings, tongue).pad;
    expect(next.page).toBe(1);
    expect(press('8', screen, next, tongue).pad.page).toBe(0);
  });

  test('are said with their keys and how to hear the rest', () => {
    const said = choiceLines(screen, settings, tongue).map(captionOf);
    expect(said).toContain('音を大きくする、1番。');
    expect(said).toContain('ほかの項目、8番。');
  });
});

test('the star ends the voice only when it is pressed twice, and takes back first', () => {
  const sample = samples.find(({ name }) => name === 'choose-amount');
  if (!sample) throw new Error('no sample');
  const shown = screenOf(sample, 'ja', 'navy');
  const screen = { ...shown, modes: { ...shown.modes, voice: true } };
  const tongue = tongueOf('ja');
  const once = press('*', screen, FRESH_PAD, tongue);
  expect(once.send).toBeNull();
  expect(once.say.map(captionOf)).toEqual([words.ja.ending]);
  expect(press('*', screen, once.pad, tongue).send).toMatchObject({ type: 'set-modes', modes: { voice: false } });
  expect(press('0', screen, once.pad, tongue).pad.ending).toBe(false);
  const typed = press('5', screen, { ...FRESH_PAD, view: { kind: 'amount', typed: '' } }, tongue);
  const cleared = press('*', screen, typed.pad, tongue);
  expect(cleared.pad.view).toEqual({ kind: 'amount', typed: '' });
  expect(press('*', screen, cleared.pad, tongue).pad.view).toEqual({ kind: 'screen' });
});

test.each([
  ['charged', false, 'receipt-code'],
  ['notice', true, 'second-page'],
] as const)(
  'what is only to be seen on %s is opened by its key and closed by star or hash',
  (name, largeText, picture) => {
    const sample = samples.find((one) => one.name === name);
    if (!sample) throw new Error('no sample');
    const shown = screenOf(sample, 'ja', 'navy');
    const receiptPreview = { width: 1, height: 1, texts: [], blocks: [], code: { size: 0, rows: [] } };
    const body = shown.body.id === 'charged' ? { ...shown.body, receiptPreview } : shown.body;
    const screen: Screen = { ...shown, body, modes: { ...shown.modes, largeText } };
    const tongue = tongueOf('ja');
    const at = choicesOf(screen, FRESH_PAD.view, tongue).findIndex(
      ({ does }) => 'open' in does && does.open.kind === 'picture',
    );
    const opened = press(String(at + 1) as Key, screen, FRESH_PAD, tongue);
    expect(opened).toMatchObject({ send: null, pad: { view: { kind: 'picture', picture } } });
    expect(opened.say.map(captionOf)).toEqual([words.ja.back]);
    for (const key of ['*', '#'] as const) {
      expect(press(key, screen, opened.pad, tongue)).toMatchObject({ send: null, pad: { view: { kind: 'screen' } } });
    }
    const listening = { ...screen, modes: { ...screen.modes, voice: true } };
    expect(JSON.stringify(choicesOf(listening, FRESH_PAD.view, tongue))).not.toContain('"picture"');
  },
);

test('who begins the voice hears it, whatever the volume was', () => {
  const sample = samples.find(({ name }) => name === 'home');
  if (!sample) throw new Error('no sample');
  const shown = screenOf(sample, 'ja', 'navy');
  const silent = { ...shown, modes: { ...shown.modes, volume: 0 } };
  expect(press('*', silent, FRESH_PAD, tongueOf('ja')).send).toMatchObject({ modes: { voice: true, volume: 1 } });
});

test('what another has chosen is about to end: whoever comes to the idle screen meets keys that do what they always do', () => {
  const sample = samples.find(({ name }) => name === 'home');
  if (!sample) throw new Error('no sample');
  const shown = screenOf(sample, 'en', 'navy');
  const accepts = [...shown.accepts, 'more-time' as const];
  const screen: Screen = { ...shown, accepts, timeLimit: { ms: 20_000, totalMs: 80_000, warning: true } };
  expect(press('*', screen, FRESH_PAD, tongueOf('en')).send).toMatchObject({
    type: 'set-modes',
    modes: { voice: true },
  });
  const listening: Screen = { ...screen, modes: { ...screen.modes, voice: true } };
  expect(press('5', listening, FRESH_PAD, tongueOf('en')).send).toEqual({ type: 'more-time' });
});

test.each(Language.options)('after the end nobody is told that more would bring more (R1, %s)', (language) => {
  const said = (name: string, change: object = {}): string => {
    const sample = samples.find((one) => one.name === name);
    if (sample?.body.id !== 'inquiry') throw new Error(`no sample ${name}`);
    const shown = screenOf(sample, language, 'navy');
    const screen = { ...shown, body: { ...sample.body, ...change } };
    return viewLines(screen, FRESH_PAD, tongueOf(language)).map(captionOf).join('\n');
  };
  const { v, t } = tongueOf(language);
  const left = captionOf(line(language, filled(t.inquiry.progressLeft, v.yen(7_000), v.points(5_000))));
  expect(said('inquiry')).toContain(left.slice(0, -1));
  expect(said('inquiry-ended')).not.toContain(left.slice(0, -1));
});

test('of the card no number is said', () => {
  for (const sample of passenger) {
    const screen = screenOf(sample, 'ja', 'navy');
    const said = viewLines(screen, FRESH_PAD, tongueOf('ja')).map(captionOf).join('\n');
    expect(said, sample.name).not.toContain('4821');
  }
});

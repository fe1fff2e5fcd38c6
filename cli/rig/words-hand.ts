/**
 * A hand without a page: the buttons' names are those of the page's own catalogue, and the ten keys go through the page's own
 * rules (renderer/keys). Which button stands where, and whether a finger reaches it, only the page itself can show.
 */
import { choicesOf } from '../../renderer/keys/choices.ts';
import { KEYS, type Key } from '../../renderer/keys/key.ts';
import { FRESH_PAD, type Pad } from '../../renderer/keys/pad.ts';
import { press } from '../../renderer/keys/press.ts';
import { languageNames, loadMessages } from '../../renderer/messages/index.ts';
import type { Tongue } from '../../renderer/voice/script.ts';
import { valuesOf } from '../../renderer/voice/values.ts';
import { words } from '../../renderer/voice/words/index.ts';
import type { Hand } from '../../rig/scenario/hand.ts';
import type { RigMachine } from '../../rig/scenario/machine.ts';
import type { Touch } from '../../rig/scenario/schema.ts';
import { Intent, Language, type Screen } from '../../station/contract/index.ts';

export interface Offer {
  readonly name: string;
  readonly intent: Intent;
}

async function tongueOf(language: Language): Promise<Tongue> {
  return { t: await loadMessages(language), w: words[language], v: valuesOf(language) };
}

/** Every button of the screen that sends something, by the words on it. */
export async function offersOf(screen: Screen): Promise<Offer[]> {
  const tongue = await tongueOf(screen.language);
  const { t } = tongue;
  const takes = (type: Intent['type']): boolean => screen.accepts.includes(type);
  const chosen = choicesOf(screen, { kind: 'screen' }, tongue).flatMap(({ label, does }): Offer[] => {
    if (!('intent' in does)) return [];
    // The keypad says what the notice is about; the button on the page says what it does.
    if (does.intent.type === 'show-notice') return [{ name: t.home.noticeOpen, intent: does.intent }];
    return [{ name: label.map(({ text }) => text).join(''), intent: does.intent }];
  });
  const has = (type: Intent['type']) => chosen.some(({ intent }) => intent.type === type);
  const further: Offer[] = [
    ...(takes('more-time') ? [{ name: t.time.more, intent: { type: 'more-time' } as const }] : []),
    ...(takes('call-staff') && !has('call-staff')
      ? [{ name: t.common.callStaff, intent: { type: 'call-staff' } as const }]
      : []),
    ...(takes('set-language')
      ? Language.options
          .filter((language) => language !== screen.language)
          .map(
            (language): Offer => ({ name: plain(languageNames[language]), intent: { type: 'set-language', language } }),
          )
      : []),
  ];
  return [...chosen, ...further];
}

/** Without the readings over its characters. */
export function plain(text: string): string {
  return text.replace(/\{([^{}|]*)\|[^{}]*\}/g, '$1');
}

/** The intent that this touch means on this screen; throws, with what is offered, where there is no such button. */
export async function intentOf(screen: Screen, touch: Touch): Promise<Intent> {
  if (typeof touch !== 'string') {
    const { id, ...fields } = touch;
    const modes = fields.modes && { modes: { ...screen.modes, ...fields.modes } };
    const intent = Intent.safeParse({ type: id, ...fields, ...modes });
    if (intent.success) return intent.data;
    throw new Error(`"${id}" needs more: ${intent.error.issues[0]?.path.join('.')}`);
  }
  const offers = await offersOf(screen);
  const exact = offers.filter(({ name }) => name === touch);
  const found = exact.length > 0 ? exact : offers.filter(({ name }) => name.startsWith(touch));
  const [first, ...more] = found;
  if (first && more.length === 0) return first.intent;
  const names = offers.map(({ name }) => `"${name}"`).join(', ') || 'none';
  throw new Error(
    `${first ? 'more than one button' : 'no button'} "${touch}" on ${screen.body.id}; its buttons: ${names}`,
  );
}

export function wordsHand(machine: RigMachine): Hand {
  let pad: Pad = FRESH_PAD;
  let padOf = '';
  return {
    touch: async (what) => machine.touch(await intentOf(machine.screen, what)),
    async press(key) {
      const { screen } = machine;
      // As on the page: another screen, or the voice coming or going, closes what was open.
      const now = `${screen.body.id} ${screen.modes.voice}`;
      if (now !== padOf) pad = FRESH_PAD;
      padOf = now;
      if (!isKey(key)) throw new Error(`there is no key ${key}`);
      const answer = press(key, screen, pad, await tongueOf(screen.language));
      pad = answer.pad;
      if (answer.send) await machine.touch(answer.send);
    },
    reload: async () => {
      throw new Error('there is no page to reload');
    },
    picture: async () => null,
    close: async () => {},
  };
}

function isKey(key: string): key is Key {
  return (KEYS as readonly string[]).includes(key);
}

/**
 * All that the page knows: the last Screen, whether the station is there, and which touch it has already sent. Nothing
 * else is kept, so nothing of a passenger is left when the next Screen has come.
 */
import { computed, signal } from '@preact/signals';
import * as z from 'zod/mini';
import { type Intent, type Language, Screen } from '../station/contract/index.ts';
import { type Bridge, giveWayToStaff, openBridge } from './bridge.ts';
import { delays } from './delays.ts';
import { formats } from './format.ts';
import { lettersOf } from './letters.ts';
import { loadMessages, type Messages } from './messages/index.ts';
import { ja } from './messages/ja.ts';

// The page's content security policy forbids code made from strings; zod would first try it, and be reported.
z.config({ jitless: true });

/** Null before the first one. */
export const screen = signal<Screen | null>(null);
/** False: "please wait" lies over everything. */
export const connected = signal(false);
/** The touch that was sent for the screen shown: its button stays pressed, every other touch waits. */
const sent = signal<{ revision: number; intent: Intent } | null>(null);

/** The words on the screen. Japanese before the first Screen; the language before until those of a new one are there. */
const spoken = signal<{ readonly language: Language; readonly words: Messages }>({ language: 'ja', words: ja });
/** Whose words could not be had. */
const missing = signal<Language | null>(null);
/** The screen is said in its own words, or there are none. */
export const inItsWords = computed(
  () => spoken.value.language === screen.value?.language || missing.value === screen.value?.language,
);
/** The language on the screen: the passenger's, as soon as its words are there. */
export const language = computed(() => spoken.value.language);
/** The messages of that language. */
export const text = computed(() => spoken.value.words);
/** Its numbers and dates. */
export const format = computed(() => formats[language.value]);

let bridge: Bridge | null = null;

/** Begins to listen to the station. Once. */
export function startPage(): void {
  bridge = openBridge({
    screen(value) {
      const arrived = Screen.safeParse(value);
      connected.value = arrived.success;
      if (arrived.success) show(arrived.data);
      // A screen that is none means that page and station are of different versions; staff find the reason here.
      else console.error('refused a screen from the station', arrived.error.issues);
    },
    down() {
      connected.value = false;
    },
  });
}

function show(next: Screen): void {
  if (sent.value !== null && sent.value.revision !== next.revision) sent.value = null;
  screen.value = next;
  if (next.body.id === 'maintenance') giveWayToStaff();
  void speak(next.language);
}

/** A screen never waits for its words: what it asks of the passenger is true in any language. */
async function speak(wanted: Language): Promise<void> {
  if (spoken.value.language === wanted) return;
  try {
    const [words] = await Promise.all([loadMessages(wanted), lettersOf(wanted)]);
    // Another language may have been asked for meanwhile.
    if (screen.value?.language === wanted) spoken.value = { language: wanted, words };
  } catch (error) {
    // The page's own file is missing: the language before stays, and the next screen tries again.
    missing.value = wanted;
    console.error(`the words of ${wanted} cannot be had`, error);
  }
}

/** Is this intent one that the screen takes? What is not, has no button. */
export function accepts(type: Intent['type']): boolean {
  return screen.value?.accepts.includes(type) ?? false;
}

/** Has exactly this been touched, and not been answered yet? */
export function isSent(intent: Intent): boolean {
  const touched = sent.value;
  return touched !== null && JSON.stringify(touched.intent) === JSON.stringify(intent);
}

/** Has something been touched that the station has not answered yet? */
export const waiting = computed(() => sent.value !== null && sent.value.revision === screen.value?.revision);

/** Sends a touch, once for each revision of the screen: a double touch, or a second finger, sends nothing. */
export async function touch(intent: Intent): Promise<void> {
  const shown = screen.value;
  if (shown === null || sent.value?.revision === shown.revision) return;
  const touched = { revision: shown.revision, intent };
  sent.value = touched;
  const release = (): void => {
    if (sent.value === touched) sent.value = null;
  };
  const arrived = await bridge?.send({ kind: 'intent', message: touched });
  if (arrived === true) setTimeout(release, delays.touchAgain);
  else release();
}

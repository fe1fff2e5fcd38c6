/**
 * The ten keys and the voice at work: keys go through `press`, what it says goes to the speaker, what changes on the
 * screen is said, shown and rung. Loaded when it is first needed (load.ts).
 */
import { effect, signal, untracked } from '@preact/signals';
import { render } from 'preact';
import type { Screen, ScreenBody } from '../../station/contract/index.ts';
import { delays } from '../delays.ts';
import { connected, inItsWords, screen, text, touch, waiting } from '../state.ts';
import { asksForTime } from '../time-question.ts';
import { Chimes, chimeOf, hasMelody } from '../voice/chimes.ts';
import { clipPlayer, recordedClips } from '../voice/clips.ts';
import { captionOf, type Line, line } from '../voice/line.ts';
import { scriptOf, type Tongue } from '../voice/script.ts';
import { Speaker, type Voice } from '../voice/speaker.ts';
import { synthesiser } from '../voice/synthesiser.ts';
import { valuesOf } from '../voice/values.ts';
import { words } from '../voice/words/index.ts';
import { Captions } from './captions.tsx';
import { choicesOf, numbered } from './choices.ts';
import { type Key, keyOf } from './key.ts';
import { FRESH_PAD, keyNumbers, keysUsed, pad } from './pad.ts';
import { freshLines, press, viewLines } from './press.ts';

/** The caption of what is being said. */
const said = signal<Line | null>(null);
/** Without the voice: what a key has opened or refused, to be read. Empty: nothing lies over the screen. */
const shown = signal<readonly Line[]>([]);

const speaker = new Speaker({ voices: voices(), onCaption: (now) => (said.value = now) });
const chimes = new Chimes();

function voices(): Voice[] {
  const clips = recordedClips();
  const spoken = 'speechSynthesis' in window ? [synthesiser(window.speechSynthesis)] : [];
  return [clipPlayer(clips, 'needed'), ...spoken, clipPlayer(clips, 'left-out')];
}

function tongueOf({ language }: Screen): Tongue {
  return { t: text.value, w: words[language], v: valuesOf(language) };
}

/** Once, when the page stands. */
export function startKeys(): void {
  const place = document.createElement('div');
  place.id = 'voice';
  document.body.append(place);
  render(<Captions said={said} shown={shown} />, place);
  document.addEventListener('keydown', onKeyDown);
  document.addEventListener('pointerdown', () => {
    // Not where nothing is shown: every touch would draw it anew.
    if (shown.peek().length > 0) shown.value = [];
  });
  followScreens();
  followKeys();
  setInterval(sayThatItGoesOn, delays.waitSpoken);
}

/** A key that came while the station had not answered the one before: it is for the screen on which it was pressed. */
let early: { id: ScreenBody['id']; keys: Key[] } = { id: 'starting', keys: [] };
let timeAnewAt = 0;

function onKeyDown(event: KeyboardEvent): void {
  const key = keyOf(event);
  if (key === null) return;
  event.preventDefault();
  const now = screen.value;
  if (now === null || event.repeat) return;
  if (!connected.value) {
    tell([line(now.language, words[now.language].wait)], now);
    return;
  }
  keysUsed.value = true;
  const unsaid = speaker.pending;
  speaker.hush();
  if (waiting.value) {
    if (early.id !== now.body.id) early = { id: now.body.id, keys: [] };
    early.keys.push(key);
  } else {
    pressed(key, now, unsaid);
  }
}

/** `unsaid`: what this key has interrupted. */
function pressed(key: Key, now: Screen, unsaid: readonly Line[] = []): void {
  const answer = press(key, now, pad.value, tongueOf(now));
  pad.value = answer.pad;
  tell(answer.send?.type === 'more-time' ? afterExtending(now, unsaid, answer.say) : answer.say, now);
  if (answer.send !== null) void touch(answer.send);
  else keepTime(now);
}

/** The question whether more time is needed came in the middle of something: answered, it goes on where it was. */
function afterExtending(now: Screen, unsaid: readonly Line[], say: readonly Line[]): readonly Line[] {
  const { timeShort } = tongueOf(now).w;
  const left = unsaid.filter((said) => captionOf(said) !== timeShort);
  return left.length === 0 ? say : [...say.slice(0, 1), ...left];
}

/** Reading and typing need no answer of the station, but somebody is there: the time begins anew. */
function keepTime({ accepts }: Screen): void {
  if (!accepts.includes('more-time') || performance.now() - timeAnewAt < delays.timeAnew) return;
  timeAnewAt = performance.now();
  void touch({ type: 'more-time' });
}

/** In voice mode it is said; else it is shown, all of it at once. */
function tell(lines: readonly Line[], { modes }: Screen): void {
  if (modes.voice) speaker.say(lines, modes.volume);
  else shown.value = lines;
}

function followScreens(): void {
  let before: Screen | null = null;
  effect(() => {
    const now = screen.value;
    if (now === null) return;
    document.documentElement.toggleAttribute('data-voice', now.modes.voice);
    // Said before its words are there, all of it would be said in those of another language, and then never again.
    if (!inItsWords.value) return;
    const another = before?.body.id !== now.body.id;
    if (another || now.modes.voice !== before?.modes.voice) {
      pad.value = FRESH_PAD;
      shown.value = [];
      if (now.body.id === 'home') keysUsed.value = false;
    }
    // What is open stays open, and shows how it is now.
    if (!now.modes.voice && pad.peek().view.kind === 'settings')
      shown.value = viewLines(now, pad.peek(), tongueOf(now));
    sound(before, now);
    sayWhatIsNew(before, now);
    before = now;
  });
  effect(() => {
    if (connected.value || screen.value === null) return;
    // The station is gone, and its passenger with it.
    speaker.hush();
    chimes.melody(false, 0);
    shown.value = [];
    const { language, modes } = screen.value;
    if (modes.voice) speaker.say([line(language, words[language].wait)], modes.volume);
  });
  effect(() => {
    const now = screen.value;
    if (waiting.value || now === null) return;
    untracked(() => pressEarly(now));
  });
}

/** The keys that waited: each until one of them asks the station again; what was meant for another screen is dropped. */
function pressEarly(now: Screen): void {
  if (early.id !== now.body.id) early.keys = [];
  while (early.keys.length > 0 && !waiting.value) {
    const key = early.keys.shift();
    if (key !== undefined) pressed(key, now);
  }
}

function sound(before: Screen | null, now: Screen): void {
  const chime = chimeOf(before?.body ?? null, now.body);
  if (chime !== null) chimes.play(chime, now.modes.volume);
  else if (asksForTime(now) && !before?.timeLimit?.warning) chimes.play('attention', now.modes.volume);
  chimes.melody(hasMelody(now.body.id), now.modes.volume);
}

/** Said aloud to everybody, since nobody looks at the screen just then: the heading that stands there. */
const FOR_ALL: ReadonlySet<ScreenBody['id']> = new Set([
  'reading-card',
  'registering',
  'charging',
  'lay-same-card',
  'goodbye',
]);

/** What this screen has to say after the one before it, and how. Empty: what is being said goes on. */
function newsOf(before: Screen | null, now: Screen): { readonly lines: readonly Line[]; readonly after: boolean } {
  const { w } = tongueOf(now);
  const another = before?.body.id !== now.body.id;
  const all = viewLines(now, pad.peek(), tongueOf(now));
  if (!before?.modes.voice) {
    return { lines: [line(now.language, w.begin), line(now.language, w.howTo), ...all], after: false };
  }
  if (another || before.language !== now.language) return { lines: all, after: false };
  if (now.timeLimit?.warning && !before.timeLimit?.warning) {
    // The choices that were still to come are what the time is for.
    return { lines: [line(now.language, w.timeShort), ...speaker.pending], after: false };
  }
  return { lines: freshLines(viewLines(before, pad.peek(), tongueOf(now)), all), after: true };
}

function sayWhatIsNew(before: Screen | null, now: Screen): void {
  const another = before?.body.id !== now.body.id;
  if (now.modes.voice) {
    const { lines, after } = newsOf(before, now);
    if (lines.length === 0) return;
    if (after) speaker.add(lines, now.modes.volume);
    else speaker.say(lines, now.modes.volume);
    return;
  }
  if (another || before?.modes.voice) speaker.hush();
  if (another && FOR_ALL.has(now.body.id)) speaker.say(scriptOf(now, tongueOf(now)).slice(0, 1), now.modes.volume);
}

/** The numbers on the buttons: of what the screen offers now, once a key has been used. */
function followKeys(): void {
  effect(() => {
    const now = screen.value;
    if (now === null || !keysUsed.value || now.modes.voice || pad.value.view.kind !== 'screen') {
      keyNumbers.value = {};
      return;
    }
    const tongue = tongueOf(now);
    const { choices } = numbered(choicesOf(now, pad.value.view, tongue), pad.value.page);
    const staff = now.accepts.includes('call-staff') ? [[JSON.stringify({ type: 'call-staff' }), '9'] as const] : [];
    const buttons = choices.map(({ does }, index) => [buttonOf(does), String(index + 1)] as const);
    keyNumbers.value = Object.fromEntries([...buttons, ...staff]);
  });
}

function buttonOf(does: ReturnType<typeof choicesOf>[number]['does']): string {
  if ('intent' in does) return JSON.stringify(does.intent);
  const { open } = does;
  if (open.kind === 'list') return open.list;
  return open.kind === 'picture' ? open.picture : open.kind;
}

/** The machine works, or cannot be reached: said at the beginning and every few seconds, so that nobody stands in silence. */
const BUSY: ReadonlySet<ScreenBody['id']> = new Set([
  'starting',
  'reading-card',
  'registering',
  'charging',
  'printing',
]);

function sayThatItGoesOn(): void {
  const now = screen.value;
  if (now === null || !now.modes.voice || speaker.pending.length > 0) return;
  const { t, w } = tongueOf(now);
  if (!connected.value) speaker.say([line(now.language, w.wait)], now.modes.volume);
  else if (now.body.id === 'charging') {
    speaker.say([line(now.language, w.stillBusy), line(now.language, t.charging[now.body.step])], now.modes.volume);
  } else if (BUSY.has(now.body.id)) speaker.say([line(now.language, w.stillBusy)], now.modes.volume);
}

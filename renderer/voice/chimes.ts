/**
 * Short, soft, unlike each other: what has happened, for who does not look. While value is in flight a melody goes on,
 * and its end is the sign that the card may be taken soon (docs/facts/points.md §4.1).
 */
import type { ScreenBody } from '../../station/contract/index.ts';

export type Chime = 'card-read' | 'do-not-take' | 'take' | 'success' | 'trouble' | 'attention';

/** A tone: its frequency in Hz, when it begins and how long it rings, in seconds. */
export type Tone = readonly [frequency: number, at: number, length: number];

const [C5, E5, G5, A5, C6, E6] = [523.25, 659.25, 783.99, 880, 1046.5, 1318.5];
export const TONES: Readonly<Record<Chime, readonly Tone[]>> = {
  'card-read': [[C6, 0, 0.25]],
  'do-not-take': [
    [A5, 0, 0.14],
    [A5, 0.18, 0.14],
  ],
  take: [
    [G5, 0, 0.2],
    [C6, 0.22, 0.2],
    [G5, 0.44, 0.2],
    [C6, 0.66, 0.35],
  ],
  success: [
    [C5, 0, 0.2],
    [E5, 0.14, 0.2],
    [G5, 0.28, 0.2],
    [C6, 0.42, 0.5],
  ],
  trouble: [
    [E5, 0, 0.3],
    [C5, 0.3, 0.5],
  ],
  attention: [
    [E6, 0, 0.2],
    [C6, 0.22, 0.35],
  ],
};

/** Goes round until the card may be taken. */
export const MELODY: { readonly tones: readonly Tone[]; readonly seconds: number } = {
  tones: [
    [G5, 0, 0.3],
    [A5, 0.4, 0.3],
    [C6, 0.8, 0.3],
    [A5, 1.2, 0.3],
  ],
  seconds: 1.6,
};

const GAIN = [0, 0.04, 0.1, 0.25] as const;

/** Is value in flight, or a registration at the center? */
export const hasMelody = (id: ScreenBody['id'] | null): boolean => id === 'charging' || id === 'registering';

/** What a new screen sounds like after the one before it; null: nothing. The same screen again is silent. */
export function chimeOf(before: ScreenBody | null, now: ScreenBody): Chime | null {
  if (before?.id === now.id) {
    const again = now.id === 'lay-card' && before.id === 'lay-card' && now.again !== null && before.again !== now.again;
    const left = now.id === 'goodbye' && before.id === 'goodbye' && before.cardOnReader && !now.cardOnReader;
    return again ? 'trouble' : left ? 'success' : null;
  }
  switch (now.id) {
    case 'reading-card':
      return 'do-not-take';
    case 'terms':
    case 'choose-amount':
    case 'inquiry':
      return before?.id === 'reading-card' ? 'card-read' : null;
    case 'registered':
    case 'charged':
    case 'settled-earlier':
      return 'success';
    case 'trouble':
    case 'print-failed':
    case 'unresolved':
      return 'trouble';
    case 'lay-same-card':
    case 'staff-called':
      return 'attention';
    case 'goodbye':
      return now.cardOnReader ? 'take' : null;
    default:
      return null;
  }
}

/** Plays them. The audio device is opened with the first sound. */
export class Chimes {
  #context: AudioContext | null = null;
  #melody: { stop: () => void; gain: GainNode } | null = null;

  play(chime: Chime, volume: number): void {
    if (volume > 0) this.#ring(TONES[chime], volume);
  }

  /** On or off; again with another volume: from its next round on. */
  melody(on: boolean, volume: number): void {
    if (on && volume > 0) {
      if (this.#melody !== null) {
        this.#melody.gain.gain.value = GAIN[volume as 1 | 2 | 3] ?? 0;
        return;
      }
      const context = this.#open();
      const gain = context.createGain();
      gain.gain.value = GAIN[volume as 1 | 2 | 3] ?? 0;
      gain.connect(context.destination);
      const round = (): void => strike(context, gain, MELODY.tones);
      round();
      const timer = setInterval(round, 1_000 * MELODY.seconds);
      this.#melody = { gain, stop: () => clearInterval(timer) };
      return;
    }
    this.#melody?.stop();
    this.#melody?.gain.disconnect();
    this.#melody = null;
  }

  #ring(tones: readonly Tone[], volume: number): void {
    const context = this.#open();
    const gain = context.createGain();
    gain.gain.value = GAIN[volume as 1 | 2 | 3] ?? 0;
    gain.connect(context.destination);
    strike(context, gain, tones);
  }

  #open(): AudioContext {
    this.#context ??= new AudioContext();
    // A browser on a desk wants a touch first; a kiosk's window does not (electron/window-options.ts).
    if (this.#context.state === 'suspended') void this.#context.resume();
    return this.#context;
  }
}

/** A soft beginning and a long end: no click, no alarm. */
function strike(context: AudioContext, to: GainNode, tones: readonly Tone[]): void {
  for (const [frequency, at, length] of tones) {
    const begin = context.currentTime + at;
    const oscillator = context.createOscillator();
    const shape = context.createGain();
    oscillator.type = 'triangle';
    oscillator.frequency.value = frequency;
    shape.gain.setValueAtTime(0, begin);
    shape.gain.linearRampToValueAtTime(1, begin + 0.02);
    shape.gain.exponentialRampToValueAtTime(0.001, begin + length + 0.25);
    oscillator.connect(shape).connect(to);
    oscillator.start(begin);
    oscillator.stop(begin + length + 0.3);
  }
}

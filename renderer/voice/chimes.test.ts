import { afterEach, expect, test, vi } from 'vitest';
import type { ScreenBody } from '../../station/contract/index.ts';
import { samples } from '../samples.ts';
import { Chimes, chimeOf, hasMelody, MELODY, TONES } from './chimes.ts';

function body(name: string): ScreenBody {
  const sample = samples.find((one) => one.name === name);
  if (!sample) throw new Error(`no sample ${name}`);
  return sample.body;
}

afterEach(() => void vi.unstubAllGlobals());

test('no two chimes sound alike, and none lasts longer than a second and a half', () => {
  const melodies = Object.values(TONES).map((tones) => JSON.stringify(tones.map(([frequency, at]) => [frequency, at])));
  expect(new Set([...melodies, JSON.stringify(MELODY.tones)]).size).toBe(melodies.length + 1);
  for (const tones of Object.values(TONES)) for (const [, at, length] of tones) expect(at + length).toBeLessThan(1.5);
});

test('the way of a charge, heard', () => {
  const way = ['home', 'lay-card', 'reading-card', 'choose-amount', 'confirm-charge', 'charging', 'charged', 'goodbye'];
  const heard = way.map((name, index) => chimeOf(index === 0 ? null : body(way[index - 1] ?? ''), body(name)));
  expect(heard).toEqual([null, null, 'do-not-take', 'card-read', null, null, 'success', 'take']);
});

test('trouble sounds like trouble, and a call like a call', () => {
  expect(chimeOf(body('reading-card'), body('trouble-card-removed'))).toBe('trouble');
  expect(chimeOf(body('charging'), body('lay-same-card'))).toBe('attention');
  expect(chimeOf(body('charged'), body('staff-called'))).toBe('attention');
  expect(chimeOf(body('lay-card'), body('lay-card-again-several'))).toBe('trouble');
});

test('the same screen again is silent', () => {
  for (const { body: shown } of samples) expect(chimeOf(shown, shown)).toBeNull();
});

test('the melody goes on exactly as long as the card must not be taken', () => {
  const playing = samples.filter(({ body: { id } }) => hasMelody(id)).map(({ body: { id } }) => id);
  expect(new Set(playing)).toEqual(new Set(['charging', 'registering']));
});

test('at volume 0 the audio device is not even opened', () => {
  const opened = vi.fn();
  vi.stubGlobal('AudioContext', opened);
  const chimes = new Chimes();
  chimes.play('success', 0);
  chimes.melody(true, 0);
  expect(opened).not.toHaveBeenCalled();
});

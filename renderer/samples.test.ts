import { expect, test } from 'vitest';
import { Language, Profile, Screen } from '../station/contract/index.ts';
import { samples, screenOf } from './samples.ts';

test('every sample is a Screen that the page would accept', () => {
  for (const sample of samples) {
    for (const language of Language.options) {
      const checked = Screen.safeParse(screenOf(sample, language, Profile.options[0] ?? 'navy'));
      expect(checked.error?.issues ?? [], sample.name).toEqual([]);
    }
  }
});

test('no two samples share a name: each has its own picture', () => {
  const names = samples.map((sample) => sample.name);
  expect(new Set(names).size).toBe(names.length);
});

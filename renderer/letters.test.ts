import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Language } from '../station/contract/index.ts';
import { delays } from './delays.ts';
import { lettersOf } from './letters.ts';

const asked: string[] = [];
let load: () => Promise<void> = async () => {};
beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('document', {
    fonts: {
      load: (font: string) => {
        asked.push(font);
        return load();
      },
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

test('every font that only one language has is waited for, in both weights', async () => {
  load = async () => {};
  for (const language of Language.options) await lettersOf(language);
  const styles = readFileSync(join(import.meta.dirname, 'styles/fonts.css'), 'utf8');
  const faces = styles.matchAll(/font-family: ("Noto[^;]+);\s+font-weight: (\d+)/g);
  const known = new Set([...faces].map(([, family, weight]) => `${weight} 1rem ${family}`));
  expect(known.size).toBe(6);
  expect(new Set(asked)).toEqual(known);
});

test('a font that cannot be had keeps no words back', async () => {
  load = () => Promise.reject(new Error('no such file'));
  await expect(lettersOf('ko')).resolves.toBeUndefined();
});

test('nor does one that never comes', async () => {
  vi.useFakeTimers();
  load = () => new Promise(() => {});
  const letters = lettersOf('ko');
  await vi.advanceTimersByTimeAsync(delays.letters);
  await expect(letters).resolves.toBeUndefined();
  vi.useRealTimers();
});

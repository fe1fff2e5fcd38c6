import { expect, test } from 'vitest';
import { samples } from '../../renderer/samples.ts';
import { staffSamples } from '../../renderer/staff/samples.ts';
import { Language, Profile } from '../../station/contract/index.ts';
import { chosenAppearances, endingIn, endingOf } from './chosen.ts';
import { SIZES } from './drawn-page.ts';
import { MODE_SETS } from './modes.ts';
import { nameOfOpened, OPENED } from './opened.ts';

const endings = (choice: Parameters<typeof chosenAppearances>[0]): string[] => chosenAppearances(choice).map(endingOf);

test('in full every language, profile, size and set of modes, each under a name of its own', () => {
  const all = endings({ full: true });
  expect(all).toHaveLength(Language.options.length * Profile.options.length * SIZES.length * MODE_SETS.length);
  expect(new Set(all).size).toBe(all.length);
});

test('in all modes: the plain picture and the others of one screen stand side by side', () => {
  const names = endings({ full: false, mode: 'all', language: 'ja' });
  expect(names).toHaveLength(MODE_SETS.length);
  expect(names).toEqual(expect.arrayContaining(['.ja.navy.1024x768.png', '.ja.navy.1024x768.contrast-large-low.png']));
});

test('what is named narrows the full gallery too, and what there is not is nothing', () => {
  expect(endings({ full: true, mode: 'low,contrast', language: 'ko', size: '1080x1920' })).toEqual(
    Profile.options.map((profile) => `.ko.${profile}.1080x1920.contrast-low.png`),
  );
  for (const none of [{ mode: 'bright' }, { size: '640x480' }, { language: 'fr' }, { profile: 'green' }]) {
    expect(endings({ full: true, ...none })).toEqual([]);
  }
});

test('a run takes away only pictures of the looks that it draws', () => {
  const plain = new Set(endings({ full: false }));
  expect(plain.has(endingIn('a-screen-that-is-gone.en.navy.1024x768.png'))).toBe(true);
  expect(plain.has(endingIn('home.en.navy.1024x768.large.png'))).toBe(false);
  expect(plain.has(endingIn('home.en.pink.1024x768.png'))).toBe(false);
  expect(plain.has(endingIn('staff-menu.en.1024x768.png'))).toBe(false);
  const names = [
    ...samples.map(({ name }) => name),
    ...staffSamples.map(({ name }) => name),
    ...OPENED.map(nameOfOpened),
  ];
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name.includes('.'))).toEqual([]);
});

/** The passenger's modes that change what a screen looks like, and how tests walk them. */
import { samples, screenOf } from '../../renderer/samples.ts';
import { Language, type Modes, Profile, type Screen } from '../../station/contract/index.ts';
import { SIZES, type Size } from './drawn-page.ts';

const NAMES = { contrast: 'contrast', large: 'largeText', low: 'low' } as const;

/** `contrast,low`: any of `contrast`, `large`, `low`, or `plain` for none. Null: there is no such mode. */
export function modesNamed(names: string): Partial<Modes> | null {
  if (names === 'plain') return {};
  const modes: Partial<Modes> = {};
  for (const name of names.split(',')) {
    if (!(name in NAMES)) return null;
    modes[NAMES[name as keyof typeof NAMES]] = true;
  }
  return modes;
}

/** For file names and faults: `contrast-low`, `plain`. */
export function nameOfModes(modes: Partial<Modes>): string {
  const names = Object.entries(NAMES).flatMap(([name, mode]) => (modes[mode] ? [name] : []));
  return names.length === 0 ? 'plain' : names.join('-');
}

/** All eight of them. */
export const MODE_SETS: readonly Partial<Modes>[] = Array.from({ length: 8 }, (_, bits) => ({
  largeText: (bits & 1) > 0,
  low: (bits & 2) > 0,
  contrast: (bits & 4) > 0,
}));

/** One way in which a screen is drawn. */
export interface Appearance {
  readonly language: Language;
  readonly profile: Profile;
  readonly size: Size;
  readonly modes: Partial<Modes>;
}

const at = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

/**
 * How the screen of this index is looked at: eight times, so that every screen is seen in every set of modes and in every
 * language. Taken together over 32 screens or more, every pair of language, profile, size and modes occurs.
 */
export function someAppearances(index: number): Appearance[] {
  return Array.from({ length: MODE_SETS.length }, (_, turn) => ({
    language: at(Language.options, turn + (index >> 2)),
    profile: at(Profile.options, turn + (index >> 1)),
    size: at(SIZES, (turn >> 1) + index),
    modes: at(MODE_SETS, turn),
  }));
}

export function allAppearances(): Appearance[] {
  return Language.options.flatMap((language) =>
    Profile.options.flatMap((profile) =>
      SIZES.flatMap((size) => MODE_SETS.map((modes) => ({ language, profile, size, modes }))),
    ),
  );
}

/** The Screen of the sample of this name, in Japanese on a navy machine unless told otherwise. Throws where there is none. */
export function screenNamed(
  name: string,
  revision: number,
  { language = 'ja', profile = 'navy', modes = {} }: Partial<Appearance> = {},
): Screen {
  const sample = samples.find((candidate) => candidate.name === name);
  if (sample === undefined) throw new Error(`there is no sample "${name}"`);
  return screenOf(sample, language, profile, revision, modes);
}

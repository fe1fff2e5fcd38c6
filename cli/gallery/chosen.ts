/** Which pictures a run of `npm run gallery` makes, and what they are called. */
import { Profile } from '../../station/contract/index.ts';
import { SIZES, type Size } from './drawn-page.ts';
import { type Appearance, allAppearances, modesNamed, nameOfModes } from './modes.ts';

export interface Choice {
  /** Everything that no other option narrows. */
  readonly full: boolean;
  readonly size?: string | undefined;
  readonly profile?: string | undefined;
  readonly language?: string | undefined;
  /** `contrast,low`, `plain`, or `all` sets of modes. */
  readonly mode?: string | undefined;
}

/** `1024x768` */
export const nameOfSize = ({ width, height }: Size): string => `${width}x${height}`;

/** None where an option names what there is not. */
export function chosenAppearances({
  full,
  size,
  profile,
  language,
  mode = full ? 'all' : 'plain',
}: Choice): Appearance[] {
  const modes = modesNamed(mode);
  return allAppearances().filter(
    (look) =>
      (language === undefined || look.language === language) &&
      (profile === undefined ? full || look.profile === Profile.options[0] : look.profile === profile) &&
      (size === undefined ? full || look.size === SIZES[0] : nameOfSize(look.size) === size) &&
      (mode === 'all' || (modes !== null && nameOfModes(look.modes) === nameOfModes(modes))),
  );
}

/**
 * How the file of every picture of this look ends, `.ja.navy.1024x768.contrast-low.png`; without modes it is shorter. In a
 * folder sorted by name the modes of one screen stand side by side.
 */
export function endingOf({ language, profile, size, modes }: Appearance): string {
  const set = nameOfModes(modes);
  return `.${language}.${profile}.${nameOfSize(size)}${set === 'plain' ? '' : `.${set}`}.png`;
}

/** The ending of a picture's file, whatever screen it shows: no screen has a dot in its name. */
export const endingIn = (file: string): string => file.slice(file.indexOf('.'));

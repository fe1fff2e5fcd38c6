import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The tokens of a profile, or of `contrast`: those of `:root`, and over them its own. */
function tokensOf(profile: string): Map<string, string> {
  const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
  const tokens = new Map<string, string>();
  for (const [, selector = '', block = ''] of css.matchAll(/(:root[^{]*)\{([^}]*)\}/g)) {
    if (selector.includes('data-') && !selector.includes(`"${profile}"`) && !selector.includes(`data-${profile}]`))
      continue;
    for (const [, name = '', value = ''] of block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)) tokens.set(name, value);
  }
  return tokens;
}

type Colour = readonly [number, number, number];

function colour(hex: string): Colour {
  const at = (index: number): number => Number.parseInt(hex.slice(index, index + 2), 16);
  return [at(1), at(3), at(5)];
}

/** WCAG 2.2, relative luminance. */
function luminance(of: Colour): number {
  const [red, green, blue] = of.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function mix(share: number, one: Colour, other: Colour): Colour {
  const part = (index: 0 | 1 | 2): number => share * one[index] + (1 - share) * other[index];
  return [part(0), part(1), part(2)];
}

const WHITE: Colour = [255, 255, 255];

describe.each(['navy', 'pink', 'light-blue', 'contrast'])('7:1 on every text, 3:1 on every sign: %s', (profile) => {
  const tokens = tokensOf(profile);
  const token = (name: string): Colour => {
    const value = tokens.get(name);
    if (value === undefined) throw new Error(`there is no token --${name}`);
    return colour(value);
  };

  test.each([
    ['ink', 'paper'],
    ['ink', 'surface'],
    ['soft', 'paper'],
    ['soft', 'surface'],
    ['soft', 'tint'],
    ['accent', 'surface'],
    ['accent-deep', 'surface'],
    ['accent-deep', 'tint'],
    ['on-band', 'band'],
    ['on-accent', 'accent'],
    ['on-care', 'care-ground'],
    ['good', 'good-ground'],
    ['care', 'care-ground'],
  ])('%s on %s', (text, ground) => {
    expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(7);
  });

  /** A sign, a border or a mark that means something (WCAG 1.4.11). */
  test.each([
    ['accent', 'paper'],
    ['accent', 'tint'],
    ['stop', 'surface'],
    ['stop', 'paper'],
    ['soft', 'paper'],
  ])('%s beside %s', (sign, ground) => {
    expect(contrast(token(sign), token(ground))).toBeGreaterThanOrEqual(3);
  });

  if (profile === 'contrast') {
    test('what is pressed and what is chosen, too', () => {
      expect(contrast(token('on-pressed'), token('pressed'))).toBeGreaterThanOrEqual(7);
      expect(contrast(token('on-chosen'), token('chosen'))).toBeGreaterThanOrEqual(7);
      expect(contrast(token('line'), token('paper'))).toBeGreaterThanOrEqual(3);
    });
    return;
  }

  test('white on buttons, and where the waves lie under it', () => {
    for (const name of ['accent', 'accent-deep']) {
      expect(contrast(WHITE, token(name))).toBeGreaterThanOrEqual(7);
    }
    // home.css: the waves are 8 % of the text's colour. axe cannot see through a gradient.
    expect(contrast(WHITE, mix(0.08, WHITE, token('accent')))).toBeGreaterThanOrEqual(7);
    expect(contrast(token('accent-deep'), mix(0.08, token('accent-deep'), WHITE))).toBeGreaterThanOrEqual(7);
  });
});

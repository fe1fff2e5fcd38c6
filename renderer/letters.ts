/** Letters that are in a font of their own (styles/fonts.css): words drawn before theirs have come would move when they do. */
import type { Language } from '../station/contract/index.ts';
import { delays } from './delays.ts';

/** The family, and characters that are in none but its smaller files: the fullwidth brackets and commas. */
const FONTS: Partial<Readonly<Record<Language, { readonly family: string; readonly signs?: string }>>> = {
  'zh-Hans': { family: 'Noto Sans SC' },
  'zh-Hant': { family: 'Noto Sans TC', signs: '\uff08\uff0c' },
  ko: { family: 'Noto Sans KR' },
};

/** Resolves when the letters of a language can be drawn, or cannot be had: then its words come in another font. */
export async function lettersOf(language: Language): Promise<void> {
  const font = FONTS[language];
  if (font === undefined) return;
  const { family, signs } = font;
  const weights = [400, 700].map((weight) => document.fonts.load(`${weight} 1rem "${family}"`, signs));
  // A file that never comes must not keep a passenger in a language that they have just left.
  const longest = new Promise((resolve) => setTimeout(resolve, delays.letters));
  await Promise.race([Promise.allSettled(weights), longest]);
}

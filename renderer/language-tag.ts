import type { Language } from '../station/contract/index.ts';

/** For `lang`, which chooses font, line breaking and voice: やさしい日本語 is Japanese to all of them. */
export function languageTag(language: Language): Exclude<Language, 'easy-ja'> {
  return language === 'easy-ja' ? 'ja' : language;
}

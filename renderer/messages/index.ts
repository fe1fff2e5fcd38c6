/**
 * The words of the page. Japanese comes with the page, every other language in a file of its own when the first passenger
 * asks for it: from the machine's own disk, in a few milliseconds.
 */
import type { Language } from '../../station/contract/index.ts';
import { ja, type Messages } from './ja.ts';

export type { Messages } from './ja.ts';

const catalogues: Readonly<Record<Language, () => Promise<Messages>>> = {
  ja: async () => ja,
  'easy-ja': async () => (await import('./easy-ja.ts')).easyJa,
  en: async () => (await import('./en.ts')).en,
  'zh-Hans': async () => (await import('./zh-Hans.ts')).zhHans,
  'zh-Hant': async () => (await import('./zh-Hant.ts')).zhHant,
  ko: async () => (await import('./ko.ts')).ko,
};

/** The catalogue of a language. Rejects where its file cannot be had; asking again tries again. */
export function loadMessages(language: Language): Promise<Messages> {
  return catalogues[language]();
}

/** Each language by its own name, for the switch. */
export const languageNames: Readonly<Record<Language, string>> = {
  ja: '日本語',
  'easy-ja': 'やさしい{日本語|にほんご}',
  en: 'English',
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
  ko: '한국어',
};

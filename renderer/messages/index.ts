import type { Language } from '../../station/contract/index.ts';
import { en } from './en.ts';
import { ja, type Messages } from './ja.ts';

export type { Messages } from './ja.ts';

export const messages: Record<Language, Messages> = {
  ja,
  'easy-ja': ja,
  en,
  'zh-Hans': en,
  'zh-Hant': en,
  ko: en,
};

/** Each language by its own name, for the switch. */
export const languageNames: Record<Language, string> = {
  ja: '日本語',
  'easy-ja': 'やさしい日本語',
  en: 'English',
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
  ko: '한국어',
};

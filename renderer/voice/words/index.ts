/** What only the voice and the ten keys say: everything else is said in the words of the screen (renderer/messages). */
import type { Language } from '../../../station/contract/index.ts';
import { easyJa } from './easy-ja.ts';
import { en } from './en.ts';
import { ja, type Words } from './ja.ts';
import { ko } from './ko.ts';
import { zhHans } from './zh-hans.ts';
import { zhHant } from './zh-hant.ts';

export type { Words } from './ja.ts';

export const words: Readonly<Record<Language, Words>> = {
  ja,
  'easy-ja': easyJa,
  en,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
  ko,
};

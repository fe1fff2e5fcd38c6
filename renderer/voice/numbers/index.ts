/**
 * Numbers as a voice says them, clip by clip: 5,200 is 五千 + 二百 in Japanese, five + thousand + two + hundred in
 * English. Every language has its own rules; the parts of one are few enough to be recorded in an hour.
 */
import type { Language } from '../../../station/contract/index.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import { japanese } from './japanese.ts';
import { korean } from './korean.ts';
import type { SpokenNumbers } from './spoken.ts';

export { MOST, type SpokenNumbers } from './spoken.ts';

export const numbers: Readonly<Record<Language, SpokenNumbers>> = {
  ja: japanese,
  'easy-ja': japanese,
  en: english,
  'zh-Hans': chinese('zh-Hans'),
  'zh-Hant': chinese('zh-Hant'),
  ko: korean,
};

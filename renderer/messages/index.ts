import type { Language } from '../../station/contract/index.ts';
import { en } from './en.ts';
import { ja, type Messages } from './ja.ts';

export type { Messages } from './ja.ts';

export const messages: Record<Language, Messages> = { ja, en };

/** Each language by its own name, for the switch. */
export const languageNames: Record<Language, string> = { ja: '日本語', en: 'English' };

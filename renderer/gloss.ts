import type { Language, PointName } from '../station/contract/index.ts';

/** What a name that the notice fixes means; null for who reads the name itself. */
export function glossOf({ gloss }: PointName, language: Language): string | null {
  return language === 'ja' ? null : (gloss[language] ?? null);
}

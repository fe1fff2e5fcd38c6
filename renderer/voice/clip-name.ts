import type { Language } from '../../station/contract/index.ts';

/** The language of the voice, and where its clips lie below `renderer/voice/clips`: やさしい日本語 is Japanese. */
export const folderOf = (language: Language): string => (language === 'easy-ja' ? 'ja' : language);

/**
 * The name of the clip of a text, without its ending: a hash of the text itself (FNV-1a, 32 bits), so a clip of an older
 * wording is never played. That no two texts share a name is tested.
 */
export function clipName(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

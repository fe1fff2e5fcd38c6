/** Recorded clips, where an operator has put them (docs/voice.md): a line is the clips of its pieces, one after the other. */
import type { Language } from '../../station/contract/index.ts';
import { clipName, folderOf } from './clip-name.ts';
import type { Line } from './line.ts';
import type { Voice } from './speaker.ts';

declare global {
  interface ImportMeta {
    /** Vite's: the files that are there when the page is built. */
    glob<T>(pattern: string, options: { eager: true; query: '?url'; import: 'default' }): Record<string, T>;
  }
}

/** Address of each clip, by `ja/811c9dc5`. They are files of the page: served, and locked up, with it. */
export function recordedClips(): ReadonlyMap<string, string> {
  const files = import.meta.glob<string>('./clips/*/*.{wav,ogg,opus,mp3}', {
    eager: true,
    query: '?url',
    import: 'default',
  });
  return new Map(Object.entries(files).map(([path, url]) => [path.replace(/^\.\/clips\/|\.\w+$/g, ''), url]));
}

/** The clips of a line in their order; null where one of them is missing: half a sentence can say the opposite. */
function urlsOf(line: Line, clips: ReadonlyMap<string, string>, withForeign: 'needed' | 'left-out'): string[] | null {
  const urls: string[] = [];
  for (const piece of line.pieces) {
    if (piece.clips === null && withForeign === 'needed') return null;
    for (const text of piece.clips ?? []) {
      const url = clips.get(keyOf(line.language, text));
      if (url === undefined) return null;
      urls.push(url);
    }
  }
  return urls.length === 0 ? null : urls;
}

const keyOf = (language: Language, text: string): string => `${folderOf(language)}/${clipName(text)}`;

/**
 * Plays clips. `withForeign`: `left-out` says the rest of a line of which a name from elsewhere has no clip; for where no
 * synthesiser could say it whole.
 */
export function clipPlayer(clips: ReadonlyMap<string, string>, withForeign: 'needed' | 'left-out'): Voice {
  return {
    async say(line, loudness, stop) {
      const urls = urlsOf(line, clips, withForeign);
      if (urls === null) return false;
      for (const url of urls) {
        if (stop.aborted) return true;
        if (!(await play(url, loudness, stop))) return false;
      }
      return true;
    },
  };
}

/** False: the file cannot be played. */
function play(url: string, loudness: number, stop: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const audio = new Audio(url);
    audio.volume = loudness;
    stop.addEventListener('abort', () => {
      audio.pause();
      resolve(true);
    });
    audio.onended = () => resolve(true);
    audio.onerror = () => resolve(false);
    audio.play().catch(() => resolve(stop.aborted));
  });
}

/** The browser's own speech, where the system has a voice of the language (on Linux: speech-dispatcher with one). */
import type { Language } from '../../station/contract/index.ts';
import { captionOf } from './line.ts';
import { readingTime, type Voice } from './speaker.ts';

/** The tag that a voice has to begin with; the first that has a voice speaks. */
const TAGS: Readonly<Record<Language, readonly string[]>> = {
  ja: ['ja'],
  'easy-ja': ['ja'],
  en: ['en-GB', 'en'],
  'zh-Hans': ['zh-CN', 'cmn-CN', 'cmn'],
  'zh-Hant': ['zh-TW', 'cmn-TW', 'cmn'],
  ko: ['ko'],
};

/** やさしい日本語 is said slowly. */
const RATE: Readonly<Partial<Record<Language, number>>> = { 'easy-ja': 0.85 };
/** An engine that never says that it has ended (speech-dispatcher gone) must not silence the machine. */
const PATIENCE = 4;

export function synthesiser(synthesis: SpeechSynthesis): Voice {
  /** Local voices only: what a passenger hears goes to no server. */
  const voiceFor = (language: Language): SpeechSynthesisVoice | undefined => {
    const local = synthesis.getVoices().filter((voice) => voice.localService);
    for (const tag of TAGS[language]) {
      const found = local.find((voice) => voice.lang.replace('_', '-').startsWith(tag));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    say(line, loudness, stop) {
      const voice = voiceFor(line.language);
      if (voice === undefined || stop.aborted) return Promise.resolve(false);
      return new Promise((resolve) => {
        const utterance = new SpeechSynthesisUtterance(captionOf(line));
        utterance.voice = voice;
        utterance.lang = voice.lang;
        utterance.volume = loudness;
        utterance.rate = RATE[line.language] ?? 1;
        const end = (said: boolean): void => {
          clearTimeout(timer);
          resolve(said);
        };
        const timer = setTimeout(() => {
          synthesis.cancel();
          end(true);
        }, PATIENCE * readingTime(line));
        stop.addEventListener('abort', () => {
          synthesis.cancel();
          end(true);
        });
        utterance.onend = () => end(true);
        utterance.onerror = () => end(stop.aborted);
        synthesis.speak(utterance);
      });
    },
  };
}

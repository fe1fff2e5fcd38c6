import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { captionOf, type Line, line } from './line.ts';
import { readingTime, Speaker, type Voice } from './speaker.ts';

const lines = (...texts: string[]): Line[] => texts.map((text) => line('ja', text));

/** A voice that says what it is told to, and notes it; a line takes a second. */
function slowVoice() {
  const said: string[] = [];
  const stopped: string[] = [];
  const voice: Voice = {
    say: (now, loudness, stop) =>
      new Promise((resolve) => {
        said.push(`${captionOf(now)} ${loudness}`);
        const timer = setTimeout(() => resolve(true), 1_000);
        stop.addEventListener('abort', () => {
          clearTimeout(timer);
          stopped.push(captionOf(now));
          resolve(true);
        });
      }),
  };
  return { said, stopped, voice };
}

function speakerWith(...voices: Voice[]) {
  const captions: (string | null)[] = [];
  const speaker = new Speaker({ voices, onCaption: (now) => captions.push(now && captionOf(now)) });
  return { speaker, captions };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the speaker', () => {
  test('says one line after the other, each with its caption', async () => {
    const { said, voice } = slowVoice();
    const { speaker, captions } = speakerWith(voice);
    speaker.say(lines('一', '二'), 3);
    expect(said).toEqual(['一 1']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(said).toEqual(['一 1', '二 1']);
    expect(captions).toEqual([null, '一', '二']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(speaker.pending).toEqual([]);
  });

  test('a key interrupts: the line stops at once and nothing of the old ones is said', async () => {
    const { said, stopped, voice } = slowVoice();
    const { speaker } = speakerWith(voice);
    speaker.say(lines('残高は1,200円', 'ポイントは5,000'), 2);
    speaker.say(lines('新しい画面'), 2);
    expect(stopped).toEqual(['残高は1,200円']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said).toEqual(['残高は1,200円 0.6', '新しい画面 0.6']);
  });

  test('nothing of a passenger is left when the session is wiped', async () => {
    const { said, voice } = slowVoice();
    const { speaker, captions } = speakerWith(voice);
    speaker.say(lines('残高は1,200円', 'ポイントは5,000'), 2);
    speaker.hush();
    expect(JSON.stringify(speaker.pending)).toBe('[]');
    expect(captions.at(-1)).toBeNull();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said).toHaveLength(1);
    expect(captions.at(-1)).toBeNull();
  });

  test('what is added waits for what is being said', async () => {
    const { said, voice } = slowVoice();
    const { speaker } = speakerWith(voice);
    speaker.say(lines('一'), 3);
    speaker.add(lines('二'), 3);
    expect(said).toEqual(['一 1']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(said).toEqual(['一 1', '二 1']);
  });

  test('a voice that cannot say a line leaves it to the next; where none can, the caption stays as long as it takes to read', async () => {
    const dumb: Voice = { say: async () => false };
    const { said, voice } = slowVoice();
    const first = speakerWith(dumb, voice);
    first.speaker.say(lines('一'), 3);
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toEqual(['一 1']);

    const second = speakerWith(dumb);
    const [long, next] = lines('とても長い文なので、読むのに少し時間がかかります。', '次');
    if (!long || !next) throw new Error('no lines');
    second.speaker.say([long, next], 3);
    await vi.advanceTimersByTimeAsync(readingTime(long) - 1);
    expect(second.captions.at(-1)).toBe(captionOf(long));
    await vi.advanceTimersByTimeAsync(1);
    expect(second.captions.at(-1)).toBe('次');
  });

  test('at volume 0 no voice is asked, and the captions go on', async () => {
    const { said, voice } = slowVoice();
    const { speaker, captions } = speakerWith(voice);
    speaker.say(lines('一'), 0);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(said).toEqual([]);
    expect(captions).toContain('一');
  });
});

import type { Clock, Timer } from '../../hardware/clock.ts';
import type { ByteStream } from '../../hardware/stream.ts';
import { type Message, messageReader } from './messages.ts';
import type { DeviceName, Recording } from './recording.ts';

/** What the device said after one message of the host. */
interface Answer {
  /** Milliseconds after the host's message. */
  readonly afterMs: number;
  readonly bytes: Uint8Array;
}

export interface Replay {
  /** What a host said that is not in the recording, in words. */
  readonly breaches: readonly string[];
  stop(): void;
}

export interface ReplayOptions {
  readonly recording: Recording;
  /** The device's end of the line. */
  readonly stream: ByteStream;
  readonly clock: Clock;
  /** Asked each time: 1 in the time of the recording, 0 at once. */
  readonly timeScale?: () => number;
}

/**
 * A device that answers as one did when it was recorded: to each message of the host what was answered to the same
 * message then, time after time; the last answer stays. It cannot answer what holds a random number (authentication).
 */
export function replay({ recording, stream, clock, ...options }: ReplayOptions): Replay {
  const answers = answersOf(recording);
  const read = messageReader(recording.device);
  const breaches: string[] = [];
  const timers = new Set<Timer>();
  const listening = stream.onData((bytes) => {
    for (const message of read({ from: 'host', bytes })) {
      const known = answers.get(message.key);
      if (!known && !message.isText) breaches.push(message.words);
      const now = known && known.length > 1 ? known.shift() : known?.[0];
      for (const { afterMs, bytes: said } of now ?? []) {
        const timer = clock.setTimeout(
          () => {
            timers.delete(timer);
            stream.write(said).catch(() => {});
          },
          afterMs * (options.timeScale?.() ?? 1),
        );
        timers.add(timer);
      }
    }
  });
  return {
    breaches,
    stop() {
      listening();
      for (const timer of timers) clock.clearTimeout(timer);
    },
  };
}

/** Every message of the host in the recording, with its answers in order: a list a time that it was said. */
function answersOf({ device, said }: Recording): Map<string, Answer[][]> {
  const read = messageReader(device);
  const answers = new Map<string, Answer[][]>();
  let asked: { readonly at: number; readonly answers: Answer[] } | null = null;
  for (const each of said) {
    const messages = read(each);
    if (each.from === 'device') {
      asked?.answers.push({ afterMs: each.at - asked.at, bytes: each.bytes });
      continue;
    }
    for (const message of messages) {
      const list: Answer[] = [];
      answers.set(message.key, [...(answers.get(message.key) ?? []), list]);
      if (isAnswered(message, device)) asked = { at: each.at, answers: list };
    }
  }
  return answers;
}

/** Text and settings of a printer are never answered: an answer that comes after them belongs to the question before. */
function isAnswered(message: Message, device: DeviceName): boolean {
  if (device !== 'printer') return true;
  return /^(DLE|process-id|paper status|automatic status|printer name|offline reports)/.test(message.words);
}

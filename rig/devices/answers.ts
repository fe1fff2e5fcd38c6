import { systemClock } from '../../hardware/clock.ts';
import { createReader, type ReaderKind } from '../../hardware/reader/driver.ts';
import type { Line } from '../../hardware/stream.ts';

/** A reader that is there has said so by then, its ladder of recovery included, ms. */
const READY_MS = 8_000;

/** Does a reader of this kind answer on this line, before `signal` comes? The line is free again afterwards. */
export async function readerAnswers(kind: ReaderKind, line: Line, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const reader = createReader({ kind, line, clock: systemClock });
  const ready = new Promise<boolean>((resolve) => {
    const end = (isReady: boolean): void => {
      clearTimeout(limit);
      off();
      resolve(isReady);
    };
    const limit = setTimeout(() => end(false), READY_MS);
    const off = reader.onStatus((status) => status === 'ready' && end(true));
    signal.addEventListener('abort', () => end(false));
  });
  reader.start();
  try {
    return await ready;
  } finally {
    await reader.stop();
  }
}

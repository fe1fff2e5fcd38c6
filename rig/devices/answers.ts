import { systemClock } from '../../hardware/clock.ts';
import { createReader, type ReaderKind } from '../../hardware/reader/driver.ts';
import type { Line } from '../../hardware/stream.ts';

/** A reader that is there has said so by then, its ladder of recovery included, ms. */
const READY_MS = 8_000;

/** Does a reader of this kind answer on this line? The line is free again afterwards. */
export async function readerAnswers(kind: ReaderKind, line: Line): Promise<boolean> {
  const reader = createReader({ kind, line, clock: systemClock });
  const ready = new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), READY_MS);
    const off = reader.onStatus((status) => {
      if (status !== 'ready') return;
      clearTimeout(limit);
      off();
      resolve(true);
    });
  });
  reader.start();
  try {
    return await ready;
  } finally {
    await reader.stop();
  }
}

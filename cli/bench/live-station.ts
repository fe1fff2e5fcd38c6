/**
 * The station that ships in this process under the real clock: serial lines on pseudo terminals at their real speed, the
 * simulated reader and printer at the other ends, its journal on the disk, the center beside it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../hardware/clock.ts';
import { serialLine } from '../../hardware/lines/serial.ts';
import { createPrinterSimulator } from '../../hardware/printer/simulator.ts';
import { createReaderSimulator, type ReaderSimulator } from '../../hardware/reader/simulator.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';
import { createWorld, type World } from '../../rig/torture/world.ts';
import { assembleStation } from '../../station/assemble.ts';
import { handlerClient } from '../../station/center/in-process.ts';
import type { Intent, Screen } from '../../station/contract/index.ts';
import type { TransferPoint } from '../../station/transfer/deps.ts';
import { stationParts } from './station-parts.ts';
import { counted, paced, type Spent } from './wire.ts';

const PATIENCE_MS = 20_000;

export interface LiveStation {
  readonly world: World;
  readonly reader: ReaderSimulator;
  /** Milliseconds that the reader's line and the air have taken so far. */
  readonly spent: Spent;
  readonly journalPath: string;
  /** Every named moment of the money path and when it came; emptied by whoever reads it. */
  readonly moments: { point: TransferPoint; at: number }[];
  readonly screen: Screen;
  onScreen(listener: (screen: Screen) => void): () => void;
  touch(intent: Intent): void;
  /** Resolves with the screen when it is up; rejects where another 20 s bring nothing. */
  until(id: Screen['body']['id']): Promise<Screen>;
  stop(): Promise<void>;
}

export async function liveStation(): Promise<LiveStation> {
  const folder = mkdtempSync(join(tmpdir(), 'wester-bench-'));
  const world = createWorld();
  const spent: Spent = { wireMs: 0, airMs: 0 };
  const [readerEnd, printerEnd] = [openPseudoTerminal(), openPseudoTerminal()];
  const reader = createReaderSimulator({ stream: paced(readerEnd.stream, spent), clock: counted(spent) });
  const printer = createPrinterSimulator({ stream: printerEnd.stream, clock: systemClock, widthMm: 80 });
  const moments: { point: TransferPoint; at: number }[] = [];
  const journalPath = join(folder, 'journal.sqlite');
  const { station, start, stop } = assembleStation({
    ...stationParts('BENCH-1'),
    clock: systemClock,
    readerLine: serialLine(readerEnd.path),
    printerLine: serialLine(printerEnd.path),
    center: handlerClient(world, { clock: systemClock }),
    journalPath,
    newId: () => world.newId(),
    at: async (point) => void moments.push({ point, at: performance.now() }),
  });
  start();
  const until = (id: Screen['body']['id']): Promise<Screen> =>
    new Promise((resolve, reject) => {
      if (station.screen.body.id === id) return resolve(station.screen);
      const limit = setTimeout(() => {
        off();
        reject(new Error(`the bench waited for ${id} and sees ${JSON.stringify(station.screen.body)}`));
      }, PATIENCE_MS);
      const off = station.onScreen((screen) => {
        if (screen.body.id !== id) return;
        clearTimeout(limit);
        off();
        resolve(screen);
      });
    });
  return {
    world,
    reader,
    spent,
    journalPath,
    moments,
    get screen() {
      return station.screen;
    },
    onScreen: (listener) => station.onScreen(listener),
    touch: (intent) => station.receive({ kind: 'intent', message: { revision: station.screen.revision, intent } }),
    until,
    async stop() {
      await stop();
      reader.stop();
      printer.stop();
      for (const terminal of [readerEnd, printerEnd]) terminal.close();
      await world.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

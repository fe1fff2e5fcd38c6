/** Programs that are started to see how long they take: the bundled station with simulated devices, and its bare libraries. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../hardware/clock.ts';
import { createPrinterSimulator } from '../../hardware/printer/simulator.ts';
import { createReaderSimulator } from '../../hardware/reader/simulator.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';
import type { Screen } from '../../station/contract/index.ts';

const root = join(import.meta.dirname, '..', '..');
const PATIENCE_MS = 30_000;
/** What the bundle is made of or loads, and nothing done with it. */
const LIBRARIES = [
  ...['serialport', 'node-hid', 'pino', 'receiptline', 'iconv-lite', 'xstate', 'zod', 'temporal-polyfill'],
  ...['node:sqlite', 'node:crypto', 'node:fs', 'node:http'],
];

interface Said {
  readonly message: unknown;
  /** From its start, and as `performance.now()` here. */
  readonly ms: number;
  readonly at: number;
}

export interface Started {
  /** The first message that `isIt`, also one that came before. Rejects where the program ends before, or is silent for half a minute. */
  until(isIt: (message: unknown) => boolean): Promise<Said>;
  /** Kills it, and waits for its end. */
  end(): Promise<void>;
}

function start(program: string, args: readonly string[]): Started {
  const begun = performance.now();
  const child = fork(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const said: Said[] = [];
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // Not on `exit`: what it has said comes before this.
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  child.on('message', (message) => {
    const at = performance.now();
    said.push({ message, ms: at - begun, at });
  });
  const until = async (isIt: (message: unknown) => boolean): Promise<Said> => {
    const waiting = Promise.withResolvers<Said>();
    const refuse = (why: string): void => waiting.reject(new Error(`${program} ${why}`));
    const look = (): void => {
      const found = said.find(({ message }) => isIt(message));
      if (found) waiting.resolve(found);
    };
    const limit = setTimeout(refuse, PATIENCE_MS, 'did not say it in time');
    // After the listener that keeps it.
    child.on('message', look);
    look();
    void ended.then((how) => refuse(`ended with ${how}`));
    try {
      return await waiting.promise;
    } finally {
      clearTimeout(limit);
      child.off('message', look);
    }
  };
  return {
    until,
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The screen in a message of a station; null: it says something else. */
export function screenIn(message: unknown): Screen | null {
  const { kind, screen } = message as { readonly kind?: string; readonly screen?: Screen };
  return kind === 'screen' && screen !== undefined ? screen : null;
}

/** Its first one: "one moment". */
export const isScreen = (message: unknown): boolean => screenIn(message) !== null;
/** Passengers are served: it has found its devices. */
export const isServing = (message: unknown): boolean => screenIn(message)?.accepts.includes('choose-job') ?? false;

/** Devices on pseudo terminals, which every station that is started finds anew. */
export class Stations {
  /** Beside the bundle, whose libraries are found from there. */
  readonly #folder = mkdtempSync(join(root, 'dist', 'bench-'));
  readonly #terminals = [openPseudoTerminal(), openPseudoTerminal()] as const;
  readonly #devices = [
    createReaderSimulator({ stream: this.#terminals[0].stream, clock: systemClock }),
    createPrinterSimulator({ stream: this.#terminals[1].stream, clock: systemClock, widthMm: 80 }),
  ];

  /** With a journal of its own. */
  async station<Done>(work: (station: Started) => Promise<Done>): Promise<Done> {
    const data = mkdtempSync(join(tmpdir(), 'wester-start-'));
    const [reader, printer] = this.#terminals;
    const config = join(this.#folder, 'station.json');
    writeFileSync(
      config,
      JSON.stringify({
        station: { id: 'BENCH-1', name: 'Bench' },
        profile: 'navy',
        mode: 'rig',
        reader: { kind: 'pn532', line: `serial:${reader.path}` },
        printer: { line: `serial:${printer.path}`, widthMm: 80, proof: 'process-id' },
        sam: 'rig',
        center: { url: 'http://127.0.0.1:9/' },
        data,
        log: join(data, 'station.log'),
      }),
    );
    try {
      return await during(start(join(root, 'dist/station/main.js'), [config]), work);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }

  /** Milliseconds until all of them are imported. */
  async libraries(): Promise<number> {
    const bare = join(this.#folder, 'bare.mjs');
    writeFileSync(bare, `${LIBRARIES.map((name) => `import '${name}';`).join('\n')}\nprocess.send('here');\n`);
    return await during(start(bare, []), async (program) => (await program.until(() => true)).ms);
  }

  stop(): void {
    for (const device of this.#devices) device.stop();
    for (const terminal of this.#terminals) terminal.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function during<Done>(program: Started, work: (program: Started) => Promise<Done>): Promise<Done> {
  try {
    return await work(program);
  } finally {
    await program.end();
  }
}

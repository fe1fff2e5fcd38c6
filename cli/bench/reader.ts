/** The reader: from a card in the field to its balance and history, against the time that the bytes themselves need. */
import { createCardAccess } from '../../hardware/card/access.ts';
import { simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import { systemClock } from '../../hardware/clock.ts';
import { serialLine } from '../../hardware/lines/serial.ts';
import { createReader } from '../../hardware/reader/driver.ts';
import { createReaderSimulator } from '../../hardware/reader/simulator.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';
import type { Figure, Section } from './figure.ts';
import { counted, paced, type Spent } from './wire.ts';

const MODELS = ['pn532', 'rcs620s'] as const;
const RUNS = 5;
const RUNS_FULL = 25;
const RATIO_GOAL = 1.3;

interface Reading extends Spent {
  readonly ms: number;
}

/** Each reading with a card that is laid anew: found, named, and its balance and twenty records decoded. */
async function readings(model: (typeof MODELS)[number], runs: number): Promise<Reading[]> {
  const spent: Spent = { wireMs: 0, airMs: 0 };
  const terminal = openPseudoTerminal();
  const simulator = createReaderSimulator({ stream: paced(terminal.stream, spent), clock: counted(spent), model });
  const reader = createReader({ kind: model, line: serialLine(terminal.path), clock: systemClock });
  const access = createCardAccess({ reader, sam: null });
  const done: Reading[] = [];
  try {
    reader.start();
    await reader.detect();
    for (let run = 0; run < runs; run++) {
      simulator.field.lift();
      spent.wireMs = 0;
      spent.airMs = 0;
      const history = Array.from({ length: 20 }, () => '0802000018d701070000480d00001e00');
      simulator.field.lay(
        simulatedTransitCard({ kind: 'icoca', cardNumber: 'JW000000000000001', balanceYen: 2300, history }),
      );
      const begun = performance.now();
      const sighting = await access.look();
      if (!sighting.ok || sighting.value.on !== 'transit-card') throw new Error('the card was not found');
      const open = await access.readOpen(sighting.value.idm);
      const ms = performance.now() - begun;
      if (!open.ok || open.value.history.length !== 20) throw new Error('the card was not read');
      done.push({ ms, ...spent });
    }
  } finally {
    await reader.stop();
    simulator.stop();
    terminal.close();
  }
  return done;
}

async function figure(model: (typeof MODELS)[number], runs: number): Promise<Figure> {
  const all = await readings(model, runs);
  const ratio = (reading: Reading): number => reading.ms / (reading.wireMs + reading.airMs);
  const middle = all.toSorted((a, b) => ratio(a) - ratio(b))[Math.floor(all.length / 2)];
  if (!middle) throw new Error('no reading');
  const needed = `${middle.wireMs.toFixed(0)} ms on the wire at 115,200 baud and ${middle.airMs.toFixed(0)} ms in the air`;
  return {
    what: `${model}: card in the field to balance and 20 records, median of ${runs}`,
    value: `${middle.ms.toFixed(0)} ms`,
    against: { what: `the bytes' own time (${needed})`, ratio: ratio(middle) },
    goal: { says: `≤ ${RATIO_GOAL}`, met: ratio(middle) <= RATIO_GOAL },
  };
}

export const reader: Section = {
  name: 'reader',
  async *run({ full }) {
    for (const model of MODELS) yield await figure(model, full ? RUNS_FULL : RUNS);
  },
};

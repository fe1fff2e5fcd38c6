/** One station and thousands of passengers, one after the other; run by soak.ts, with `--expose-gc`. Argument: how many. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryLine } from '../../hardware/lines/memory.ts';
import { createPrinterSimulator } from '../../hardware/printer/simulator.ts';
import { createReaderSimulator } from '../../hardware/reader/simulator.ts';
import { hears } from '../../rig/torture/hears.ts';
import { createWorld, type WorldCard } from '../../rig/torture/world.ts';
import { assembleStation } from '../../station/assemble.ts';
import { handlerClient } from '../../station/center/in-process.ts';
import { type Intent, Language, type Screen } from '../../station/contract/index.ts';
import { quantile } from './figure.ts';
import type { Measured } from './soak.ts';
import { stationParts } from './station-parts.ts';

/** Every so many-th passenger has a fault: the card's answer to the write lost, or the card lifted before it. */
const FAULT_EVERY = 10;
const RECEIPT_EVERY = 4;
/** Every so many-th speaks another language, with other modes, and looks at the card's history first and has it printed. */
const CURIOUS_EVERY = 10;
/** So few that each has as much history as is ever told of one (twenty entries, twenty postings) before the first tenth is over. */
const CARDS = 8;
const POINTS = 10;

const sessions = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'wester-soak-'));
const journalPath = join(folder, 'journal.sqlite');
const world = createWorld();
const { clock } = world;
const [readerLine, printerLine] = [memoryLine({ name: 'reader' }), memoryLine({ name: 'printer' })];
const reader = createReaderSimulator({ stream: readerLine.device, clock });
const printer = createPrinterSimulator({ stream: printerLine.device, clock, timeScale: 0.1, widthMm: 80 });
const { station, start } = assembleStation({
  ...stationParts('SOAK-1'),
  clock,
  wall: { now: () => Date.parse('2023-04-10T12:00+09:00') },
  readerLine,
  printerLine,
  center: handlerClient(world, { clock }),
  journalPath,
  newId: () => world.newId(),
});

async function until(...ids: Screen['body']['id'][]): Promise<Screen> {
  if (!(await clock.advanceUntil(() => ids.includes(station.screen.body.id), 120_000))) {
    throw new Error(`waited for ${ids.join(' or ')} and saw ${JSON.stringify(station.screen.body)}`);
  }
  return station.screen;
}

function touch(intent: Intent): void {
  station.receive({ kind: 'intent', message: { revision: station.screen.revision, intent } });
}

async function lookAround(number: number, card: WorldCard): Promise<void> {
  const language = Language.options[(number / CURIOUS_EVERY) % Language.options.length] ?? 'ja';
  touch({ type: 'set-language', language });
  touch({ type: 'set-modes', modes: { ...station.screen.modes, largeText: true, contrast: true } });
  const { modes } = station.screen;
  if (station.screen.language !== language || !modes.contrast) throw new Error('the screen is not as it was set');
  touch({ type: 'choose-job', job: 'inquiry' });
  await until('lay-card');
  reader.field.lay(card.card);
  await until('inquiry');
  touch({ type: 'print-history' });
  await until('printing');
  await until('inquiry');
  reader.field.lift();
  await until('home');
}

async function passenger(number: number, card: WorldCard): Promise<void> {
  touch({ type: 'choose-job', job: 'point-charge' });
  await until('lay-card');
  reader.field.lay(card.card);
  await until('choose-amount');
  touch({ type: 'choose-amount', points: POINTS });
  await until('confirm-charge');
  const isFaulty = number % FAULT_EVERY === 0;
  if (isFaulty) {
    const lost = number % (2 * FAULT_EVERY) === 0;
    reader.arm(lost ? { kind: 'reply-lost' } : { kind: 'lift', moment: 'before' }, { packet: hears.write });
  }
  touch({ type: 'confirm' });
  const { body, accepts } = await until('charged', 'lay-same-card', 'trouble', 'unresolved');
  if (body.id === 'charged' && number % RECEIPT_EVERY === 0 && accepts.includes('receipt')) {
    touch({ type: 'receipt', wanted: true });
    await until('goodbye');
  }
  // Where the machine asks for the same card, it gets it back and finds out what happened.
  if (body.id === 'lay-same-card') {
    reader.field.lay(card.card);
    await until('charged', 'settled-earlier', 'trouble', 'unresolved');
  }
  reader.field.lift();
  reader.disarm();
  await until('home');
  // The simulator keeps every piece that it cuts: a rig may want to look, a soak must not count it.
  (printer.paper as unknown[]).length = 0;
}

function measured(count: number, took: readonly number[]): Measured {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (!collect) throw new Error('run with --expose-gc');
  collect();
  collect();
  const files = readdirSync(folder).filter((name) => name.startsWith('journal'));
  return {
    sessions: count,
    heapBytes: process.memoryUsage().heapUsed,
    openFiles: readdirSync('/proc/self/fd').length,
    journalBytes: files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0),
    entries: world.headOf('SOAK-1'),
    p99Ms: quantile(took, 0.99),
  };
}

const cards = Array.from({ length: CARDS }, () => world.addCard({ balanceYen: 0, points: 20_000 }));
start();
await until('home');
const tenth = Math.floor(sessions / 10);
let took: number[] = [];
for (let number = 1; number <= sessions; number++) {
  const card = cards[number % CARDS];
  if (!card) throw new Error('no card');
  if (number % CURIOUS_EVERY === 0) await lookAround(number, card);
  const before = process.cpuUsage();
  await passenger(number, card);
  const { user, system } = process.cpuUsage(before);
  took.push((user + system) / 1_000);
  if (number % tenth !== 0) continue;
  if (number === tenth || number === tenth * 10) process.send?.(measured(number, took));
  took = [];
}
rmSync(folder, { recursive: true, force: true });
process.exit(0);

/** A scenario on a reader, a printer and a tower that are real to the machine: what the person does and sees decides. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { wordsHand } from '../../cli/rig/words-hand.ts';
import { simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import type { TransitCard } from '../../hardware/card/simulator/transit.ts';
import { SimulatedClock } from '../../hardware/clock.ts';
import { memoryLine } from '../../hardware/lines/memory.ts';
import { createPrinterSimulator } from '../../hardware/printer/simulator.ts';
import { createReaderSimulator } from '../../hardware/reader/simulator.ts';
import { createTowerSimulator } from '../../hardware/tower/simulator.ts';
import { type Play, play } from '../../rig/scenario/play.ts';
import { readScenario } from '../../rig/scenario/read.ts';
import { hears } from '../../rig/torture/hears.ts';

/** What goes another way than it should. */
interface Mishap {
  /** What lies on the reader when it is read at the end, in place of the card that was charged. */
  readonly readsInstead?: TransitCard;
  readonly seesNothing?: boolean;
  readonly leaves?: boolean;
  readonly testCards?: boolean;
}

const icoca = (balanceYen = 1_200) =>
  simulatedTransitCard({ kind: 'icoca', cardNumber: 'JW000000000000001', balanceYen });

async function played(
  name: string,
  mishap: Mishap = {},
): Promise<Play & { asked: readonly string[]; authentications: number }> {
  const read = readScenario(join(import.meta.dirname, `../../rig/scenarios/${name}.yaml`));
  if (!read.ok) throw new Error(read.error);
  const clock = new SimulatedClock();
  const lines = { reader: memoryLine({}), printer: memoryLine({}), tower: memoryLine({}) };
  let authentications = 0;
  const reader = createReaderSimulator({
    stream: lines.reader.device,
    clock,
    onCommand: (command) => {
      // InDataExchange: 40, target, packet.
      if (command[0] === 0x40 && hears.authentication1(command.subarray(2))) authentications++;
    },
  });
  createPrinterSimulator({ stream: lines.printer.device, clock, timeScale: 0.1, widthMm: 80 });
  createTowerSimulator(lines.tower.device);
  const card = icoca();
  const asked: string[] = [];
  const person = {
    async does(words: string) {
      asked.push(words);
      if (mishap.leaves) throw new Error('nobody answers');
      if (words.startsWith('take ')) return reader.field.lift();
      const isReading = words.endsWith('it is read');
      reader.field.lift();
      reader.field.lay((isReading && mishap.readsInstead) || card);
    },
    async sees(words: string) {
      asked.push(words);
      return !mishap.seesNothing;
    },
  };
  const devices = {
    reader: { kind: 'pn532' as const, line: lines.reader, testCards: mishap.testCards ?? true },
    printer: { widthMm: 80 as const, proof: 'process-id' as const, line: lines.printer },
    tower: { line: lines.tower },
  };
  const hand = async (machine: Parameters<typeof wordsHand>[0]) => wordsHand(machine);
  return { ...(await play(read.value, { seed: 1, hand, desk: { devices, person, clock } })), asked, authentications };
}

test('a charge: the person lays, lifts, looks at the paper, and lays it again to be read', async () => {
  const { failure, leftOut, asked } = await played('charge-all');
  expect(failure).toBeNull();
  const lay = 'lay the card "mine" (icoca, JW000000000000001, 1200 yen) on the reader';
  expect(asked).toEqual([
    lay,
    'take the card "mine" off the reader',
    expect.stringMatching(/^pieces of paper that have come out since the scenario began: 1, /),
    `${lay}, and nothing else: it is read`,
    'take every card off the reader',
  ]);
  expect(leftOut).toEqual(['how often the card "mine" was written: no reader can ask that']);
});

test.each([
  [
    'the card has the money and another number',
    { readsInstead: icoca(6_200) },
    'mine", read through the reader: updateNumber',
  ],
  [
    'another card is laid in its place',
    { readsInstead: simulatedTransitCard({ kind: 'icoca', cardNumber: 'JW000000000000002', balanceYen: 6_200 }) },
    'the card "mine" cannot be read at the end: different-card',
  ],
  [
    'the center believes in a write that is not on the card',
    { readsInstead: icoca() },
    'was settled and never written',
  ],
  ['no paper came out', { seesNothing: true }, 'the paper is not so: pieces of paper'],
  ['the person has gone home', { leaves: true }, 'nobody answers'],
] satisfies [string, Mishap, string][])('it fails where %s', async (_what, mishap, words) => {
  const { failure } = await played('charge-all', mishap);
  expect(failure?.what).toContain(words);
});

test('a tower is asked about', async () => {
  const { failure, asked } = await played('tower-follows-the-machine');
  expect(failure).toBeNull();
  expect(asked[0]).toBe('the tower shows green on, yellow off, red off');
  expect((await played('tower-follows-the-machine', { seesNothing: true })).failure?.what).toContain(
    'the tower is not so',
  );
});

test('cards that are no test cards: no machine with a SAM, and none is signed in to when they are read', async () => {
  const charging = await played('charge-all', { testCards: false });
  expect(charging.failure?.what).toBe('before the first step: made-up keys before cards of other people');
  expect(charging.asked).toEqual([]);
  const looking = await played('inquiry-without-a-sam', { testCards: false });
  expect(looking.failure).toBeNull();
  expect(looking.authentications).toBe(0);
  expect((await played('charge-all')).authentications).toBeGreaterThan(0);
});

/**
 * Plays one scenario from switching on to the end, under a simulated clock: whatever the seed decides, two plays of one seed
 * are the same to the byte. After the last step the invariants of design §3 are checked, also where nobody asked for them.
 */

import { hears } from '../torture/hears.ts';
import { seededRandom } from '../torture/random.ts';
import { createWorld } from '../torture/world.ts';
import { atRest } from './at-rest.ts';
import { playedCards } from './cards.ts';
import type { Hand } from './hand.ts';
import { RigMachine } from './machine.ts';
import type { ReadScenario } from './read.ts';
import type { MachineSetup } from './schema.ts';
import { Stage } from './stage.ts';
import { perform } from './steps.ts';

export interface Play {
  readonly file: string;
  readonly title: string;
  /** Null: everything was as it should be. */
  readonly failure: Failure | null;
  /** Of the machine's own clock. */
  readonly simulatedMs: number;
  /** What went over each wire, as a recording (trace.ts), by the end of its file's name; the same for two plays of one seed. */
  readonly traces: ReadonlyMap<string, string>;
  /** Of a failure. */
  readonly evidence: Evidence | null;
}

export interface Failure {
  /** In the scenario's file. */
  readonly line: number;
  readonly what: string;
}

/** How the machine looked when it failed. */
export interface Evidence {
  /** Of the page, where there is one. */
  readonly png: Uint8Array | null;
  /** The screen's data and those before it, newest first; JSON. */
  readonly screens: string;
  /** Pieces of paper, as SVG. */
  readonly paper: readonly string[];
}

export interface PlayOptions {
  readonly seed: number;
  readonly hand: (machine: RigMachine) => Promise<Hand>;
}

export async function play(read: ReadScenario, { seed, hand }: PlayOptions): Promise<Play> {
  const { file, scenario, lines } = read;
  const stage = await open(read, seed, hand);
  let line = lines[0] ?? 1;
  let failure: Failure | null = null;
  try {
    for (const [index, step] of scenario.steps.entries()) {
      line = lines[index] ?? line;
      await perform(stage, step);
    }
    line = lines.at(-1) ?? line;
    const wrong = await atRest(stage, scenario.unresolved);
    if (wrong.length > 0) failure = { line, what: `at the end: ${wrong.join('; ')}` };
  } catch (error) {
    failure = { line, what: error instanceof Error ? error.message : String(error) };
  }
  const evidence = failure && (await evidenceOf(stage));
  const { clock } = stage.world;
  const simulatedMs = clock.now();
  const traces = tracesOf(stage);
  await stage.close();
  return { file, title: scenario.title, failure, simulatedMs, traces, evidence };
}

async function open({ scenario, cards }: ReadScenario, seed: number, hand: PlayOptions['hand']): Promise<Stage> {
  const bytes = byteSource(seed);
  const world = createWorld({ seed });
  world.today = scenario.date;
  const played = await playedCards(world, cards, bytes);
  const switchedOn = async (setup: MachineSetup, stationId: string) => {
    const packets: Record<string, number> = {};
    const { profile, sam, tower, openingHours, time } = setup;
    const machine = new RigMachine({
      world,
      stationId,
      profile,
      sam,
      tower,
      ...(openingHours && { openingHours }),
      wallAt: `${scenario.date}T${time}`,
      random: bytes,
      onPacket: (packet) => {
        for (const [name, fits] of Object.entries(hears)) if (fits(packet)) packets[name] = (packets[name] ?? 0) + 1;
      },
    });
    await machine.start();
    return { machine, packets, hand: await hand(machine), expectedUpTo: 0 };
  };
  const first = await switchedOn(scenario.machine, 'FLOW-1');
  const second = scenario.second ? await switchedOn(scenario.second, 'FLOW-2') : null;
  return new Stage(world, played, first, second);
}

function byteSource(seed: number): (bytes: number) => Uint8Array {
  // Apart from the world's own: how many ids were made changes no challenge.
  const random = seededRandom(seed ^ 0x5eed);
  return (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}

function tracesOf(stage: Stage): Map<string, string> {
  const all = stage.all.flatMap(({ machine }, index) =>
    [...machine.trace.recordings(machine.stationId)].map(
      ([device, text]) => [index === 0 ? device : `second-${device}`, text] as const,
    ),
  );
  return new Map(all);
}

const SCREENS_KEPT = 10;

async function evidenceOf(stage: Stage): Promise<Evidence> {
  const { machine, hand } = stage.at(undefined);
  const screens = [...machine.screens].reverse().slice(0, SCREENS_KEPT);
  return {
    png: await hand.picture().catch(() => null),
    screens: JSON.stringify({ now: machine.screen, before: screens, staff: machine.station.staff.screen }, null, 2),
    paper: stage.all.flatMap((each) => each.machine.printer.paper.map(({ svg }) => svg)),
  };
}

/**
 * Plays one scenario from switching on to the end, under a simulated clock: whatever the seed decides, two plays of one seed
 * are the same to the byte. On the devices of a desk it is the same play in real time. After the last step the invariants of
 * design §3 are checked, also where nobody asked for them.
 */
import type { PlayClock } from '../../hardware/clock.ts';
import { hears } from '../torture/hears.ts';
import { seededRandom } from '../torture/random.ts';
import { createWorld, type World } from '../torture/world.ts';
import { atRest } from './at-rest.ts';
import { playedCards } from './cards.ts';
import type { Hand } from './hand.ts';
import { RigMachine } from './machine.ts';
import type { DeskDevices } from './machine-devices.ts';
import type { Person } from './person.ts';
import type { ReadScenario } from './read.ts';
import { RealTime } from './real-time.ts';
import type { MachineSetup } from './schema.ts';
import { Stage } from './stage.ts';
import { performStep } from './steps.ts';

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
  /** What was expected of real devices and could not be looked at. */
  readonly leftOut: readonly string[];
}

export interface Failure {
  /** In the scenario's file. */
  readonly line: number;
  readonly what: string;
}

/** How the machine looked when it failed. */
export interface Evidence {
  /** Of the page of the first machine, where there is one. */
  readonly png: Uint8Array | null;
  /** Each machine's screen and those before it, newest first; JSON. */
  readonly screens: string;
  /** Pieces of paper, as SVG. */
  readonly paper: readonly string[];
}

export interface PlayOptions {
  readonly seed: number;
  readonly hand: (machine: RigMachine) => Promise<Hand>;
  /** A desk: the first machine has these devices, and time passes as in life. Left out: all simulated, and so is time. */
  readonly desk?: PlayDesk;
  /** Ends the play before the next step, and inside a step that waits in real time: `play` then rejects with Interrupted. */
  readonly signal?: AbortSignal;
}

/** Somebody stopped the play; what it had made is gone. */
export class Interrupted extends Error {
  /** Of the step at which it was. */
  readonly line: number;

  constructor(line: number) {
    super('interrupted');
    this.line = line;
  }
}

export interface PlayDesk {
  readonly devices: DeskDevices;
  readonly person: Person | null;
  /** Of devices that are real to the machine and simulated to a test. */
  readonly clock?: PlayClock;
}

export async function play(read: ReadScenario, options: PlayOptions): Promise<Play> {
  const { file, scenario, lines } = read;
  const told = { file, title: scenario.title };
  const { desk, signal } = options;
  const world = createWorld({ seed: options.seed, ...(desk && { clock: desk.clock ?? new RealTime(signal) }) });
  let stage: Stage;
  try {
    stage = await open(world, read, options);
  } catch (error) {
    await world.remove();
    if (signal?.aborted) throw new Interrupted(lines[0] ?? 1);
    const failure = { line: lines[0] ?? 1, what: `before the first step: ${wordsOf(error)}` };
    return { ...told, failure, simulatedMs: 0, traces: new Map(), evidence: null, leftOut: [] };
  }
  let failure = await perform(stage, read, signal);
  toTheEnd(world);
  const isStopped = failure !== null && signal?.aborted === true;
  // The next scenario begins with an empty reader.
  const hasNext = stage.cardsToRead.size > 0 && !isStopped;
  if (hasNext) await desk?.person?.does('take every card off the reader').catch(() => {});
  const evidence = failure && !isStopped ? await evidenceOf(stage) : null;
  const simulatedMs = world.clock.now();
  const traces = tracesOf(stage);
  try {
    await stage.close();
  } catch (error) {
    failure ??= { line: lines.at(-1) ?? 1, what: `after the last step: ${wordsOf(error)}` };
  }
  if (failure && isStopped) throw new Interrupted(failure.line);
  return { ...told, failure, simulatedMs, traces, evidence, leftOut: stage.leftOut };
}

/** Every step, and then what has to be so after all of them. */
async function perform(
  stage: Stage,
  { scenario, lines }: ReadScenario,
  signal: AbortSignal | undefined,
): Promise<Failure | null> {
  let line = 1;
  try {
    for (const [index, step] of scenario.steps.entries()) {
      line = lines[index] ?? line;
      signal?.throwIfAborted();
      await performStep(stage, step);
    }
    const wrong = await atRest(stage, scenario.unresolved);
    return wrong.length === 0 ? null : { line, what: `at the end: ${wrong.join('; ')}` };
  } catch (error) {
    return { line, what: wordsOf(error) };
  }
}

/** What follows is not cut short. */
function toTheEnd({ clock }: World): void {
  if (clock instanceof RealTime) clock.ignoreSignal();
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
}

async function open(
  world: World,
  { scenario, cards }: ReadScenario,
  { seed, hand, desk }: PlayOptions,
): Promise<Stage> {
  const bytes = byteSource(seed);
  world.today = scenario.date;
  const played = await playedCards(world, cards, bytes);
  const switchedOn = async (setup: MachineSetup, stationId: string, devices?: DeskDevices) => {
    const packets: Record<string, number> = {};
    const { profile, sam, tower, openingHours, time } = setup;
    const machine = new RigMachine({
      world,
      stationId,
      profile,
      sam,
      tower,
      ...(devices && { devices }),
      ...(openingHours && { openingHours }),
      wallAt: `${scenario.date}T${time}`,
      random: bytes,
      onPacket: (packet) => {
        for (const [name, fits] of Object.entries(hears)) if (fits(packet)) packets[name] = (packets[name] ?? 0) + 1;
      },
    });
    try {
      await machine.start();
      return { machine, packets, hand: await hand(machine), expectedUpTo: 0 };
    } catch (error) {
      toTheEnd(world);
      await machine.close();
      throw error;
    }
  };
  const first = await switchedOn(scenario.machine, 'FLOW-1', desk?.devices);
  const person = desk?.person ?? null;
  const alone = new Stage(world, played, first, null, person);
  if (!scenario.second) return alone;
  try {
    return new Stage(world, played, first, await switchedOn(scenario.second, 'FLOW-2'), person);
  } catch (error) {
    await alone.close();
    throw error;
  }
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
  const { hand } = stage.at(undefined);
  const screens = stage.all.map(({ machine }) => ({
    station: machine.stationId,
    now: machine.screen,
    before: [...machine.screens].reverse().slice(0, SCREENS_KEPT),
    staff: machine.station.staff.screen,
  }));
  return {
    png: await hand.picture().catch(() => null),
    screens: JSON.stringify(screens, null, 2),
    paper: stage.all.flatMap((each) => each.machine.printer.paper.map(({ svg }) => svg)),
  };
}

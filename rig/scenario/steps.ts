/** What a scenario's steps do. */
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import type { TransitCard } from '../../hardware/card/simulator/transit.ts';
import type { MemoryLine } from '../../hardware/lines/memory.ts';
import { unreachable } from '../../hardware/result.ts';
import { StaffIntent } from '../../station/contract/staff.ts';
import { copyOf } from '../../station/journal/testing/fixture.ts';
import { type Cable, touchPrinter, touchReader } from '../devices/touches.ts';
import { doneByHand } from './by-hand.ts';
import { disappointments } from './expect.ts';
import { arm, repair } from './faults.ts';
import type { RigMachine } from './machine.ts';
import { askedOfRealDevices } from './real-expect.ts';
import { type ActName, type ActOf, actNames, type Seen, type Step } from './schema.ts';
import { asSeen, difference, fieldDifference, nameOf } from './seen.ts';
import type { Place, Stage } from './stage.ts';

/** How long a machine may take for what is waited for, seconds of its own time. */
const PATIENCE_S = 60;

interface Doing {
  readonly stage: Stage;
  readonly place: Place;
  readonly machine: RigMachine;
  readonly limitMs: number;
}

type Deeds = { readonly [Name in ActName]: (doing: Doing, what: ActOf<Name>) => unknown };

/** Throws, in words, where the machine is not so or does not take it. */
export async function performStep(stage: Stage, step: Step): Promise<void> {
  const place = stage.at(step.on);
  const doing = { stage, place, machine: place.machine, limitMs: (step.within ?? PATIENCE_S) * 1_000 };
  const isDone = await doneByHand(stage, place, step);
  for (const name of isDone ? [] : actNames) {
    const what = step[name];
    if (what !== undefined) await (deeds[name] as (doing: Doing, what: unknown) => unknown)(doing, what);
  }
  await stage.world.clock.advance(0);
}

const deeds: Deeds = {
  touch: ({ place }, what) => place.hand.touch(what),
  keys: async ({ place }, keys) => {
    for (const key of keys) await place.hand.press(key);
  },
  lay: ({ stage, machine }, name) => machine.lay(stage.card(name).card),
  lift: ({ stage, machine }, name) => machine.lift(name === 'every-card' ? undefined : stage.card(name).card),
  see: ({ machine, limitMs }, what) => see(machine, asSeen(what), limitMs),
  stay: ({ machine, limitMs }, until) => stay(machine, until, limitMs),
  fault: ({ stage, machine }, fault) => arm(machine, fault, (name) => stage.card(name)),
  repair: ({ machine }, what) => repair(machine, what),
  reader: ({ machine: { reader, readerLine } }, what) => touchReader(reader, cableOf(readerLine), what),
  printer: ({ machine: { printer, printerLine } }, what) => touchPrinter(printer, cableOf(printerLine), what),
  center: ({ stage }, what) => (what === 'stop' ? stage.world.killCenter() : stage.world.startCenter()),
  station: ({ machine, place, limitMs }, what) => {
    switch (what) {
      case 'stop':
        return machine.stop();
      case 'start':
        if (!machine.isDown) throw new Error('the station runs already');
        return machine.startAgain();
      case 'gone':
        return until(
          machine,
          () => machine.isDown,
          limitMs,
          () => 'the station has not died',
        );
      case 'restart':
        return machine.restart();
      case 'kill':
        return machine.kill();
      case 'page-reload':
        return place.hand.reload();
      default:
        return unreachable(what);
    }
  },
  journal: ({ stage, machine }, what) => {
    switch (what) {
      case 'spoil':
        return writeFileSync(machine.journalPath, 'not a database, and long enough to be none for sure'.repeat(100));
      case 'remove':
        for (const tail of ['', '-wal', '-shm']) rmSync(`${machine.journalPath}${tail}`, { force: true });
        return;
      case 'back-up':
        stage.backup?.remove();
        stage.backup = copyOf(machine.dataFolder);
        return;
      case 'put-back':
        return putBack(stage, machine);
      default:
        return unreachable(what);
    }
  },
  date: ({ stage }, day) => {
    stage.world.today = day;
  },
  clock: ({ machine }, { minutes }) => {
    machine.wallStep += minutes * 60_000;
  },
  use: ({ stage }, { card, how, times }) => {
    const { value } = stage.card(card);
    if (!value) throw new Error(`the card "${card}" carries no value`);
    for (let time = 0; time < times; time++) useElsewhere(value, how, stage.world.today);
  },
  polls: ({ machine, place, limitMs }, count) => {
    const before = place.packets.polling ?? 0;
    const looked = () => (place.packets.polling ?? 0) >= before + count;
    const words = () => `with the screen ${nameOf(machine.screen)} the reader did not look for cards ${count} times`;
    return until(machine, looked, limitMs, words);
  },
  staff,
  expect: async ({ stage, place, machine }, expected) => {
    const asked = await askedOfRealDevices(stage, place, expected);
    const ids = machine.screens.map(({ body }) => body.id);
    const scene = { machine, card: (name: string) => stage.card(name), packets: place.packets };
    const wrong = disappointments({ ...scene, shown: ids, shownLately: ids.slice(place.expectedUpTo) }, asked.rest);
    place.expectedUpTo = ids.length;
    const all = [...asked.wrong, ...wrong];
    if (all.length > 0) throw new Error(all.join('; '));
  },
};

function cableOf({ faults }: MemoryLine): Cable {
  return { unplug: () => faults.cut(), replug: () => faults.heal() };
}

async function until(machine: RigMachine, isSo: () => boolean, limitMs: number, what: () => string): Promise<void> {
  if (!(await machine.world.clock.advanceUntil(isSo, limitMs))) throw new Error(`${what()} in ${limitMs / 1_000} s`);
}

async function see(machine: RigMachine, seen: Seen, limitMs: number): Promise<void> {
  const { clock } = machine.world;
  // The right screen with something wrong on it says more than the screen that came after it.
  let nearly: string | null = null;
  const { trouble } = seen;
  const isSo = (): boolean => {
    const { body } = machine.screen;
    const isNamed = trouble ? body.id === 'trouble' && body.trouble.kind === trouble : body.id === seen.screen;
    const differs = difference(machine.screen, seen);
    if (isNamed) nearly = differs;
    return differs === null;
  };
  if (await clock.advanceUntil(isSo, limitMs)) return;
  const wanted = trouble ?? seen.screen ?? 'what is waited for';
  const last = difference(machine.screen, seen);
  const before = nearly === null || nearly === last ? '' : `; it had come, and ${nearly}`;
  throw new Error(`${wanted} did not come in ${limitMs / 1_000} s: ${last}${before}`);
}

/** As somebody does who thinks for a long time. */
async function stay(machine: RigMachine, until: Seen, limitMs: number): Promise<void> {
  const { clock } = machine.world;
  const end = clock.now() + limitMs;
  const isOver = () => difference(machine.screen, until) === null;
  while (!isOver()) {
    const asked = () => machine.screen.timeLimit?.warning === true;
    const came = await clock.advanceUntil(() => isOver() || asked(), end - clock.now());
    if (!came) throw new Error(`stayed for ${limitMs / 1_000} s: ${difference(machine.screen, until)}`);
    if (!isOver()) await machine.touch({ type: 'more-time' });
  }
}

function putBack({ backup }: Stage, machine: RigMachine): void {
  if (!backup) throw new Error('nothing was backed up');
  for (const tail of ['', '-wal', '-shm', '.head']) {
    rmSync(`${machine.journalPath}${tail}`, { force: true });
    const kept = `${backup.path}/journal.sqlite${tail}`;
    if (existsSync(kept)) cpSync(kept, `${machine.journalPath}${tail}`);
  }
}

function useElsewhere(card: TransitCard, how: ActOf<'use'>['how'], date: string): void {
  switch (how) {
    case 'gate-in':
      card.gateEntry({ date, station: '0107', time: '08:00' });
      return;
    case 'gate-out':
      card.gateExit({ date, station: '0108', time: '08:20', fareYen: 180 });
      return;
    case 'shop':
      card.buy({ date, yen: 130 });
      return;
    case 'charge':
      card.charge({ date, station: '0201', yen: 1_000 });
      return;
    default:
      unreachable(how);
  }
}

async function staff({ machine, limitMs }: Doing, { comeIn, pin, touch, see: wanted }: ActOf<'staff'>): Promise<void> {
  if (comeIn) await machine.comeIn(comeIn);
  if (pin) await machine.enterPin(pin);
  if (touch) {
    const { id, ...fields } = touch;
    const intent = StaffIntent.safeParse({ type: id, ...fields });
    if (!intent.success) throw new Error(`staff cannot touch ${JSON.stringify(touch)}`);
    await machine.staffTouch(intent.data);
  }
  if (!wanted) return;
  const shown = () => machine.station.staff.screen?.body;
  const isSo = () => shown()?.id === wanted.screen && fieldDifference(shown(), wanted.body) === null;
  if (await machine.world.clock.advanceUntil(isSo, limitMs)) return;
  const body = shown();
  throw new Error(
    `staff do not see ${wanted.screen}: ${body ? (fieldDifference(body, wanted.body) ?? body.id) : `nobody is at work, passengers see ${nameOf(machine.screen)}`}`,
  );
}

/** `npm run rig -- play --on FILE`: scenarios on the devices of a rig file, in real time, one after another. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineFrom } from '../../hardware/lines/address.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import type { Line } from '../../hardware/stream.ts';
import { readerAnswers } from '../../rig/devices/answers.ts';
import { type ReadRigFile, type RigFile, readRigFile } from '../../rig/devices/config.ts';
import { Devices } from '../../rig/devices/devices.ts';
import { PartWrong } from '../../rig/devices/part.ts';
import { type Desk, deskOf, skipOn } from '../../rig/scenario/desk.ts';
import { allInMemory, type DeskDevices } from '../../rig/scenario/machine-devices.ts';
import type { ReadScenario } from '../../rig/scenario/read.ts';
import { type PlayReport, skipReport } from '../../rig/scenario/report.ts';
import { DeviceName } from '../../rig/wire/recording.ts';
import { personAtTerminal, type Terminal } from './person.ts';
import { playOne } from './play-one.ts';
import { wordsHand } from './words-hand.ts';

export interface PlayOnOptions {
  /** The rig file. */
  readonly on: string;
  /** What needs a hand is skipped. */
  readonly nobody: boolean;
  readonly seed: number;
  readonly out: string;
  readonly traces: boolean;
  readonly signal: AbortSignal;
}

export async function playOn(
  scenarios: readonly ReadScenario[],
  options: PlayOnOptions,
  onReport: (report: PlayReport) => void,
): Promise<Result<void, string>> {
  const file = readRigFile(options.on);
  if (!file.ok) return file;
  const { rig } = file.value;
  for (const device of DeviceName.options) {
    if (rig.devices[device]?.is !== 'replayed') continue;
    return fail(file.value.wrong(['devices', device, 'is'], 'a recording answers what it was asked then, no scenario'));
  }
  const desk = deskOf(rig, !options.nobody);
  const played: ReadScenario[] = [];
  for (const scenario of scenarios) {
    const skip = skipOn(desk, scenario);
    if (skip) onReport(skipReport(scenario, skip));
    else played.push(scenario);
  }
  // Nothing is opened for nothing.
  return played.length === 0 ? ok(undefined) : playThese(played, file.value, { desk, options, onReport });
}

interface Playing {
  readonly desk: Desk;
  readonly options: PlayOnOptions;
  readonly onReport: (report: PlayReport) => void;
}

async function playThese(
  scenarios: readonly ReadScenario[],
  { rig, wrong }: ReadRigFile,
  { desk, options, onReport }: Playing,
): Promise<Result<void, string>> {
  const directory = mkdtempSync(join(tmpdir(), 'wester-desk-'));
  let devices: Devices | null = null;
  let person: Terminal | null = null;
  try {
    devices = await Devices.open({ rig: onlyReal(rig), directory });
    person = desk.hasPerson && desk.real.size > 0 ? personAtTerminal(options.signal) : null;
    const onDesk = { devices: deskDevices(rig, devices), person };
    const { reader } = onDesk.devices;
    const { seed, out, traces, signal } = options;
    if (reader.line && !(await readerAnswers(reader.kind, reader.line, signal)) && !signal.aborted) {
      return fail(wrong(['devices', 'reader', 'line'], 'no reader answers there'));
    }
    for (const scenario of scenarios) {
      if (signal.aborted) break;
      process.stdout.write(`playing ${scenario.file}: ${scenario.scenario.title}\n`);
      const hand = async (machine: Parameters<typeof wordsHand>[0]) => wordsHand(machine);
      onReport(await playOne(scenario, { seed, out, traces, signal, hand, desk: onDesk }));
    }
    return ok(undefined);
  } catch (error) {
    if (error instanceof PartWrong) return fail(wrong(error.path, error.message));
    throw error;
  } finally {
    person?.close();
    await devices?.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What is simulated belongs to each machine of a scenario, with the scenario's own cards. */
function onlyReal({ devices: { reader, printer, tower } }: RigFile): RigFile {
  return {
    devices: {
      ...(reader?.is === 'real' && { reader }),
      ...(printer?.is === 'real' && { printer }),
      ...(tower?.is === 'real' && { tower }),
    },
  };
}

function deskDevices({ devices: { reader, printer, tower } }: RigFile, { state }: Devices): DeskDevices {
  const { widthMm, proof } = printer ?? allInMemory.printer;
  const kind = reader?.is === 'simulated' ? reader.model : (reader?.kind ?? allInMemory.reader.kind);
  return {
    reader:
      reader?.is === 'real'
        ? { kind, line: lineAt(state.reader?.address), testCards: reader.testCards }
        : { kind, line: null },
    printer: { widthMm, proof, line: printer?.is === 'real' ? lineAt(state.printer?.address) : null },
    tower: { line: tower?.is === 'real' ? lineAt(state.tower?.address) : null },
  };
}

function lineAt(address = ''): Line {
  const line = lineFrom(address);
  if (!line.ok) throw new Error(line.error.detail);
  return line.value;
}

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import rigSamSubject from '../../hardware/card/rig-sam-subject.ts';
import { systemClock } from '../../hardware/clock.ts';
import { type ContractCheck, tryCheck } from '../../hardware/contract/check.ts';
import { lineFrom } from '../../hardware/lines/address.ts';
import { printerContract } from '../../hardware/printer/contract.ts';
import { type ReaderUnderTest, readerContract } from '../../hardware/reader/contract.ts';
import { createReader, type LineReader, type ReaderKind } from '../../hardware/reader/driver.ts';
import type { ReaderStatus } from '../../hardware/reader/port.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { type SamContractSubject, samContract } from '../../hardware/sam/contract.ts';

import type { Line } from '../../hardware/stream.ts';
import { towerContract } from '../../hardware/tower/contract.ts';
import { type Outcome, WrongUsage } from './session.ts';

const devices: Readonly<Record<string, (where: string) => Promise<Outcome>>> = {
  reader: checkReader,
  printer: checkPrinter,
  tower: checkTower,
  sam: checkSam,
};

/** `npm run rig -- check reader|printer|tower|sam PATH`: a line a check; the contract is the one of the tests. */
export async function runCheck(args: readonly string[]): Promise<Outcome> {
  const [device = '', where = '', ...more] = args;
  const check = Object.hasOwn(devices, device) ? devices[device] : undefined;
  if (!check || where === '' || more.length > 0) throw new WrongUsage();
  return check(where);
}

/** How long a reader may take to come up, its ladder of recovery included. */
const READY_MS = 20_000;

async function checkReader(where: string): Promise<Outcome> {
  const line = await openable(where);
  if (!line.ok) return line;
  const kind: ReaderKind = where.startsWith('hid:') ? 'neo2' : 'probe';
  const reader = createReader({ kind, line: line.value, clock: systemClock });
  reader.start();
  const status = await arrived(reader, (now) => now === 'ready' || now === 'failed');
  const look = status === 'ready' ? await reader.detect() : null;
  const { description } = reader;
  await reader.stop();
  if (!look) return fail(`${where}: no card reader answers there (tried: ${description})`);
  if (!look.ok) return fail(`${where}: ${description} does not look at its field: ${look.error.kind}`);
  if (look.value.found !== 'felica') {
    return fail(`${where}: ${description} is there; lay one FeliCa card on it (it finds: ${look.value.found})`);
  }
  process.stdout.write(`${description}\n`);
  return report(readerContract, async (look) => {
    const fresh = createReader({ kind, line: line.value, clock: systemClock });
    const until: ReaderUnderTest['until'] = async (wanted) => {
      const now = await arrived(fresh, (each) => each === wanted);
      if (now !== wanted) throw new Error(`it is ${now}, not ${wanted}, after ${READY_MS / 1000} s`);
    };
    const tried = await look({ reader: fresh, clock: systemClock, run: (promise) => promise, until });
    await fresh.stop();
    return tried;
  });
}

/** The status once it fits, or the last one when it took too long. */
function arrived(reader: LineReader, fits: (status: ReaderStatus) => boolean): Promise<ReaderStatus> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(limit);
      stop();
      resolve(reader.status);
    };
    const limit = setTimeout(done, READY_MS);
    const stop = reader.onStatus((status) => fits(status) && done());
    if (fits(reader.status)) done();
  });
}

async function checkPrinter(where: string): Promise<Outcome> {
  const line = await openable(where);
  if (!line.ok) return line;
  const subject = { line: line.value, clock: systemClock, widthMm: 80, run: direct } as const;
  const [first] = printerContract;
  const answers = first && (await tryCheck(first, subject));
  if (answers && !answers.ok) return fail(`${where}: no ESC/POS printer answers there: ${answers.error}`);
  process.stdout.write(`printer on ${where}\n`);
  return report(printerContract, (look) => look(subject));
}

async function checkTower(where: string): Promise<Outcome> {
  const line = await openable(where);
  if (!line.ok) return line;
  process.stdout.write(`${where}: can be opened; a signal tower (LR6-USB) says nothing back: look at it now\n`);
  const subject = { line: line.value, clock: systemClock, lamps: null, lookMs: 700, run: direct };
  const reported = await report(towerContract, (look) => look(subject), 'sent');
  const last =
    'read back: none; whether a tower is there, and whether it lit and sounded so, only eyes and ears can say';
  process.stdout.write(`${last}\n`);
  return reported;
}

async function checkSam(where: string): Promise<Outcome> {
  const make = where === 'rig' ? ok(rigSamSubject) : await adapterIn(where);
  if (!make.ok) return make;
  process.stdout.write(`${make.value().sam.description}\n`);
  return report(samContract, (look) => look(make.value()));
}

/** The module of an adapter: its default export makes what the contract is tried on. */
async function adapterIn(file: string): Promise<Result<() => SamContractSubject, string>> {
  try {
    const { default: make } = await import(pathToFileURL(resolve(file)).href);
    if (typeof make === 'function') return ok(make);
  } catch (error) {
    return fail(`${file}: cannot be loaded: ${wordsOf(error)}`);
  }
  return fail(`${file}: exports no function as default that makes a SamContractSubject (docs/sam.md)`);
}

const direct = <Value>(promise: Promise<Value>): Promise<Value> => promise;

/** The line at this address, once it has been opened and closed again. */
async function openable(where: string): Promise<Result<Line, string>> {
  const line = lineFrom(where);
  if (!line.ok) return fail(line.error.detail);
  try {
    const stream = await line.value.open();
    await stream.close();
    return line;
  } catch (error) {
    return fail(`${where}: cannot be opened: ${wordsOf(error instanceof Error ? (error.cause ?? error) : error)}`);
  }
}

function wordsOf(error: unknown): string {
  // What serialport says begins with the name of its own class.
  return (error instanceof Error ? error.message : String(error)).replace(/^Error: /, '').replaceAll(/\s+/g, ' ');
}

/**
 * Tries them one after the other and says of each what it saw; fails where one that is needed does not hold. `held`: the word
 * for one that does: `yes` where the device has said so itself, `sent` where it only took what it was sent.
 */
async function report<Subject>(
  checks: readonly ContractCheck<Subject>[],
  onFresh: (look: (subject: Subject) => Promise<Result<string, string>>) => Promise<Result<string, string>>,
  held: 'yes' | 'sent' = 'yes',
): Promise<Outcome> {
  let missed = 0;
  for (const check of checks) {
    const tried = await onFresh((subject) => tryCheck(check, subject));
    const isNeeded = check.without === undefined;
    if (!tried.ok && isNeeded) missed += 1;
    const mark = (tried.ok ? held : isNeeded ? 'NO' : 'no').padEnd(held.length);
    const remark = tried.ok ? tried.value && ` (${tried.value})` : `: ${tried.error}`;
    const advice = !tried.ok && check.without ? `; ${check.without}` : '';
    process.stdout.write(`${mark}  ${check.does}${remark}${advice}\n`);
  }
  return missed === 0 ? ok(undefined) : fail(`${missed} of ${checks.length} not as our drivers expect it`);
}

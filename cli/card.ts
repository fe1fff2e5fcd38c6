/**
 * `npm run card -- read --reader PATH [--model pn532|rcs620s|neo2|probe] [--wait SECONDS] [--keys rig]`
 *
 * Reads the card on a reader and prints it as JSON: whose it is, balance, history, gate log; with `--keys rig` the card
 * number of a rig card too. PATH is an address as in the configuration (`/dev/ttyUSB0`, `tcp:127.0.0.1:7001`,
 * `hid:0acd:3530`); what stands at an HID address is a NEO 2 where nothing else is said.
 *
 * `npm run card -- issue-staff --reader PATH --staff ID --role attendant|engineer --keys rig [--model …] [--wait …]`
 *
 * Makes a staff card of the FeliCa Lite-S on the reader, for good (docs/sam.md).
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createCardAccess } from '../hardware/card/access.ts';
import type { CardAccess, CardError, Sighting } from '../hardware/card/port.ts';
import { isStaffId, type StaffData } from '../hardware/card/staff-card.ts';
import { issueStaffCard, type StaffIssueError } from '../hardware/card/staff-issue.ts';
import { stationsOf } from '../hardware/card/stations.ts';
import { delay, systemClock } from '../hardware/clock.ts';
import { lineFrom } from '../hardware/lines/address.ts';
import { createReader, type ReaderKind } from '../hardware/reader/driver.ts';
import type { CardReader } from '../hardware/reader/port.ts';
import { fail, ok, type Result, unreachable } from '../hardware/result.ts';
import { createRigSam } from '../hardware/sam/rig-sam.ts';

const USAGE = `usage: npm run card -- read --reader PATH [--model pn532|rcs620s|neo2|probe] [--wait SECONDS] [--keys rig]
       npm run card -- issue-staff --reader PATH --staff ID --role attendant|engineer --keys rig`;
/** Between two looks while nothing lies on the reader: often enough for a hand, seldom enough for the field. */
const LOOK_AGAIN_MS = 200;

interface Command {
  readonly reader: string;
  readonly model: ReaderKind;
  readonly waitMs: number;
  readonly withRigKeys: boolean;
  /** Whose staff card is to be made; null: the card is to be read. */
  readonly staff: StaffData | null;
}

/** Null: wrong usage. */
function commandOf(args: readonly string[]): Command | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        reader: { type: 'string' },
        model: { type: 'string' },
        wait: { type: 'string', default: '5' },
        keys: { type: 'string' },
        staff: { type: 'string' },
        role: { type: 'string' },
      },
    });
    const { reader, keys } = values;
    const model = values.model ?? (reader?.startsWith('hid:') ? 'neo2' : 'probe');
    const seconds = Number(values.wait);
    const isIssue = positionals[0] === 'issue-staff';
    const staff = staffFrom(values.staff, values.role);
    if (positionals.length !== 1 || (!isIssue && positionals[0] !== 'read') || !reader) return null;
    if (isIssue !== (staff !== null) || (isIssue && keys === undefined)) return null;
    if (!isKind(model) || (keys !== undefined && keys !== 'rig')) return null;
    if (!(seconds >= 0 && seconds <= 3600)) return null;
    return { reader, model, waitMs: seconds * 1000, withRigKeys: keys === 'rig', staff };
  } catch {
    return null;
  }
}

function isKind(model: string): model is ReaderKind {
  return model === 'pn532' || model === 'rcs620s' || model === 'neo2' || model === 'probe';
}

function staffFrom(staffId: string | undefined, role: string | undefined): StaffData | null {
  if (!staffId || !isStaffId(staffId) || (role !== 'attendant' && role !== 'engineer')) return null;
  return { staffId, role };
}

/** Resolves when the reader answers, or has shown that it does not. */
function started(reader: CardReader): Promise<boolean> {
  return new Promise((resolve) => {
    const stop = reader.onStatus((status) => {
      if (status === 'starting' || status === 'recovering') return;
      stop();
      resolve(status === 'ready');
    });
    reader.start();
  });
}

/** Looks until something lies there or the time is up. */
async function find(access: CardAccess, waitMs: number): Promise<Result<Sighting, CardError>> {
  const end = systemClock.now() + waitMs;
  for (;;) {
    const sighting = await access.look();
    if (!sighting.ok || sighting.value.on !== 'nothing' || systemClock.now() >= end) return sighting;
    await delay(systemClock, LOOK_AGAIN_MS);
  }
}

async function describeCard(access: CardAccess, sighting: Sighting): Promise<Result<object, CardError>> {
  switch (sighting.on) {
    case 'nothing':
      return fail({ kind: 'card-gone' });
    case 'several':
      return fail({ kind: 'several-cards' });
    case 'other-technology':
    case 'other-felica':
    case 'staff-card':
      return ok(sighting);
    case 'transit-card':
      return describeTransitCard(access, sighting);
    default:
      return unreachable(sighting);
  }
}

async function describeTransitCard(
  access: CardAccess,
  sighting: Sighting & { on: 'transit-card' },
): Promise<Result<object, CardError>> {
  const open = await access.readOpen(sighting.idm);
  if (!open.ok) return open;
  const gateLog = await access.readGateLog(sighting.idm);
  if (!gateLog.ok && gateLog.error.kind !== 'card-refused') return gateLog;
  const issue = await access.keyed?.readIssue(sighting.idm);
  return ok({
    ...sighting,
    ...open.value,
    history: open.value.history.map((record) => ({ ...record, stations: stationsOf(record) })),
    gateLog: gateLog.ok ? gateLog.value : null,
    ...(issue && { issue: issue.ok ? issue.value : null }),
  });
}

/** One line a person can act on. */
function adviceOn(error: StaffIssueError): string {
  switch (error.kind) {
    case 'card-gone':
      return 'no card was read: lay one on the reader and leave it there';
    case 'several-cards':
      return 'several cards lie on the reader: leave one';
    case 'different-card':
      return 'this is not the card it has to be, or it was exchanged for another one';
    case 'reader-disconnected':
      return 'the reader went away: check its cable';
    case 'reader-failed':
      return `the reader failed: ${error.detail}`;
    case 'card-refused':
      return `the card refused to be read (status ${error.status})`;
    case 'card-data-invalid':
      return `the card's data cannot be right: ${error.detail}`;
    case 'already-issued':
      return 'this card is closed already and stays as it is: take one from the shop';
    case 'not-authentic':
      return 'the card does not have these keys';
    default:
      return unreachable(error);
  }
}

function stop(line: string, status: 1 | 2): never {
  process.stderr.write(`${line}\n`);
  process.exit(status);
}

const command = commandOf(process.argv.slice(2)) ?? stop(USAGE, 2);
const line = lineFrom(command.reader);
if (!line.ok) stop(line.error.detail, 2);
const reader = createReader({ kind: command.model, line: line.value, clock: systemClock });
if (!(await started(reader))) {
  stop(`no reader answers at ${command.reader}: check the path, its permissions, and --model`, 1);
}
const sam = command.withRigKeys ? createRigSam() : null;
const access = createCardAccess({ reader, sam });
const sighting = await find(access, command.waitMs);
const done = sighting.ok ? await carryOut(command, sighting.value) : sighting;
const description = reader.description;
await reader.stop();
if (!done.ok) stop(adviceOn(done.error), 1);
process.stdout.write(`${JSON.stringify({ reader: description, ...done.value }, null, 2)}\n`);

async function carryOut(of: Command, seen: Sighting): Promise<Result<object, StaffIssueError>> {
  if (!of.staff || !sam) return describeCard(access, seen);
  if (seen.on === 'nothing') return fail({ kind: 'card-gone' });
  if (seen.on === 'several') return fail({ kind: 'several-cards' });
  if (seen.on === 'staff-card') return fail({ kind: 'already-issued' });
  if (seen.on !== 'other-felica' || seen.systemCode !== '88b4') return fail({ kind: 'different-card' });
  const found = await reader.detect();
  if (!found.ok) return found;
  if (found.value.found !== 'felica') return fail({ kind: 'card-gone' });
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
  const issued = await issueStaffCard({ reader, sam, random }, found.value.card.idm, of.staff);
  return issued.ok ? ok({ issued: of.staff }) : issued;
}

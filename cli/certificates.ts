/** `npm run center -- certificates …`: a CA of one's own, and what it signs (docs/center.md). */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  addCertificate,
  initFolder,
  type Listed,
  listCertificates,
  REVOKED,
  renewCertificate,
  revoke,
} from '../center/tls/folder.ts';
import type { Subject } from '../center/tls/issue.ts';

const USAGE = `usage: npm run center -- certificates init FOLDER
       npm run center -- certificates center FOLDER --name HOST [--days N]
       npm run center -- certificates station FOLDER --station ID [--days N]
       npm run center -- certificates operator FOLDER --operator NAME [--days N]
       npm run center -- certificates monitor FOLDER --monitor NAME [--days N]
       npm run center -- certificates renew FOLDER --name HOST|--station ID|--operator NAME|--monitor NAME [--days N]
       npm run center -- certificates revoke FOLDER --station ID|--operator NAME|--monitor NAME|--serial NUMBER
       npm run center -- certificates list FOLDER`;

const DAY_MS = 86_400_000;
const DAYS = '730';
/** Whoever looks once a month still sees it. */
const SOON_MS = 45 * DAY_MS;

const say = (line: string): unknown => process.stdout.write(`${line}\n`);

class WrongUsage extends Error {}

/** Sets the exit status; throws with one line for people where it cannot be done. */
export function certificates(args: readonly string[]): void {
  try {
    run(args);
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error;
    process.stderr.write(`certificates: ${error.message}\n${USAGE}\n`);
    process.exitCode = 2;
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        name: text,
        station: text,
        operator: text,
        monitor: text,
        serial: text,
        days: { ...text, default: DAYS },
      },
    });
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}
type Options = ReturnType<typeof parse>['values'];

function run(args: readonly string[]): void {
  const { values, positionals } = parse(args);
  const [command, folder, ...more] = positionals;
  if (command === undefined || folder === undefined || more.length > 0) throw new WrongUsage('a command and a FOLDER');
  const now = Date.now();
  switch (command) {
    case 'init':
      initFolder(folder, now);
      say(`${folder}: keep it away from every machine that serves; ca.pem goes to all of them`);
      return;
    case 'center':
    case 'station':
    case 'operator':
    case 'monitor':
      say(addCertificate(folder, subjectOf(values, command), daysOf(values), now));
      return;
    case 'renew':
      say(renewCertificate(folder, subjectOf(values), daysOf(values), now));
      return;
    case 'revoke':
      say(`${revoke(folder, revokedOf(values))} is in ${join(folder, REVOKED)}: take it to the center (--revoked)`);
      return;
    case 'list':
      list(listCertificates(folder), now);
      return;
    default:
      throw new WrongUsage(`there is no command "${command}"`);
  }
}

function daysOf({ days }: Options): number {
  if (!/^[1-9]\d{0,3}$/.test(days)) throw new WrongUsage(`--days ${days} is no number of days (1–9999)`);
  return Number(days);
}

function subjectOf({ name, station, operator, monitor }: Options, kind?: Subject['kind']): Subject {
  const given: Subject[] = [
    ...(name === undefined ? [] : [{ kind: 'center' as const, name }]),
    ...(station === undefined ? [] : [{ kind: 'station' as const, name: station }]),
    ...(operator === undefined ? [] : [{ kind: 'operator' as const, name: operator }]),
    ...(monitor === undefined ? [] : [{ kind: 'monitor' as const, name: monitor }]),
  ];
  const [subject, another] = given;
  if (!subject || another || (kind !== undefined && subject.kind !== kind)) {
    throw new WrongUsage('one name: --name HOST of the center, --station ID, --operator NAME or --monitor NAME');
  }
  return subject;
}

function revokedOf(values: Options): Parameters<typeof revoke>[1] {
  if (values.serial !== undefined) return { serial: values.serial };
  const subject = subjectOf(values);
  if (subject.kind === 'center')
    throw new WrongUsage('stations do not look at a list: give the center a new key and name');
  return subject;
}

/** A line each; those that end soon make the command fail, so that a timer can tell somebody. */
function list(all: readonly Listed[], now: number): void {
  for (const { subject, serial, until, revoked } of all) {
    const days = Math.floor((until - now) / DAY_MS);
    const state = revoked ? 'revoked' : days < 0 ? 'expired' : `${days} days`;
    const day = new Date(until).toISOString().slice(0, 10);
    say(`${subject.kind.padEnd(8)} ${subject.name.padEnd(20)} until ${day}  ${state.padEnd(9)} ${serial}`);
  }
  const ending = all.filter(({ until, revoked }) => !revoked && until - now < SOON_MS);
  if (ending.length > 0) throw new Error(`${ending.length} of them end within ${SOON_MS / DAY_MS} days: renew them`);
}

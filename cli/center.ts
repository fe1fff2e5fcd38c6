/** `npm run center -- serve|import|grant-run|check|backup|restore|mark|retell|reopen|load|openapi`: the points center on its own (design §7). */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type BusinessDate, fixedDate, todayInJapan } from '../center/business-date.ts';
import { isLoopback } from '../center/contract/credentials.ts';
import { IsoDate } from '../center/contract/index.ts';
import { type GrantRunReport, type GrantsDue, nominalDay } from '../center/grant-run.ts';
import type { ImportCount, Refused } from '../center/import.ts';
import { stderrLog } from '../center/log.ts';
import { checkFile, importFile, readAudit, runGrants, serve } from '../center/main.ts';
import { isPostgres } from '../center/open.ts';
import { openApi } from '../center/openapi.ts';
import { privilegesFor, ROLE_NAME } from '../center/privileges.ts';
import type { TlsFiles } from '../center/tls/setup.ts';
import { unreachable } from '../center/unreachable.ts';
import { campaignOn } from '../points/index.ts';

const USAGE = `usage: npm run center -- serve [--database FILE] [--port N] [--host ADDRESS] [--operator-port N] [--date DAY] [--import FILE] [--log LEVEL]
             [--tls-key FILE --tls-certificate FILE --tls-ca FILE [--revoked FILE] [--operator-host ADDRESS] | --rig]
       npm run center -- import FILE [--database FILE] [--date DAY]
       npm run center -- grant-run --month YYYY-MM|--after-end [--dry-run] [--database FILE] [--date DAY]
       npm run center -- check [--database FILE]
       npm run center -- audit [--since DAY|INSTANT] [--database FILE]
       npm run center -- certificates … (says how without more)
       npm run center -- privileges --role NAME
       npm run center -- backup FILE [--database FILE]
       npm run center -- restore FILE --database FILE
       npm run center -- mark [--database FILE]
       npm run center -- retell JOURNAL… [--database FILE] [--date DAY]
       npm run center -- reopen [--database FILE]
       npm run center -- load --center URL [--operator URL] [--stations N] [--cards N] [--rate N] [--seconds N] [--date DAY] [--certificates FOLDER] [--json]
       npm run center -- openapi
       --database also takes postgres://USER@HOST/NAME; its password comes from a file (PGPASSFILE)`;

class WrongUsage extends Error {}
/** Something a person can act on: one line, exit status 1. */
class Failure extends Error {}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      // The database of `npm start`.
      database: { type: 'string', default: '.data/center.sqlite' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      'operator-port': { type: 'string' },
      'operator-host': { type: 'string', default: '127.0.0.1' },
      'tls-key': { type: 'string' },
      'tls-certificate': { type: 'string' },
      'tls-ca': { type: 'string' },
      revoked: { type: 'string' },
      // A test bench: plain HTTP also to other machines.
      rig: { type: 'boolean', default: false },
      since: { type: 'string', default: '1970-01-01' },
      role: { type: 'string' },
      date: { type: 'string' },
      import: { type: 'string' },
      month: { type: 'string' },
      'after-end': { type: 'boolean' },
      'dry-run': { type: 'boolean', default: false },
      log: { type: 'string', default: 'warn' },
      // Of load.
      center: { type: 'string' },
      operator: { type: 'string' },
      stations: { type: 'string', default: '8' },
      cards: { type: 'string', default: '1000' },
      rate: { type: 'string' },
      seconds: { type: 'string', default: '10' },
      certificates: { type: 'string' },
      json: { type: 'boolean', default: false },
      // For a program that starts a center: it must not outlive it.
      'stop-with-stdin': { type: 'boolean', default: false },
    },
  });
}
type Options = ReturnType<typeof parse>['values'];

function options(args: readonly string[]): ReturnType<typeof parse> {
  try {
    return parse(args);
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}

function businessDateOf({ date }: Options): BusinessDate {
  if (date === undefined) return todayInJapan();
  if (!IsoDate.safeParse(date).success) throw new WrongUsage(`--date ${date} is not a day (YYYY-MM-DD)`);
  return fixedDate(date);
}

function portOf(option: 'port' | 'operator-port', port: string): number {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new WrongUsage(`--${option} ${port} is not a port (0–65535)`);
  }
  return Number(port);
}

function levelOf({ log }: Options): string {
  const levels = ['debug', 'info', 'warn', 'error', 'silent'];
  if (!levels.includes(log)) throw new WrongUsage(`--log ${log} is none of ${levels.join(', ')}`);
  return log;
}

/** A command line can be read by every program of a machine. */
function withoutSecret({ database }: Options): string {
  if (isPostgres(database) && /^[^/]*\/\/[^/]*:[^/]*@|[?&]password=/.test(database)) {
    throw new WrongUsage('--database: no password on the command line, it belongs in a file (PGPASSFILE)');
  }
  return database;
}

/** A database that may be new: its folder is made. */
function newOrOld(values: Options): string {
  const file = withoutSecret(values);
  if (file !== ':memory:' && !isPostgres(file)) mkdirSync(dirname(file), { recursive: true });
  return file;
}

/** A database that has to be there: an empty one in its place would look as if all was well. */
function existing(values: Options): string {
  const file = withoutSecret(values);
  if (!isPostgres(file) && !existsSync(file)) throw new Failure(`there is no database ${file}`);
  return file;
}

function sayImport(file: string, { added, knownBefore, refused }: ImportCount): void {
  process.stderr.write(`${file}: ${added} taken, ${knownBefore} known before, ${refused} refused\n`);
}

/** Null: plain HTTP, which is for this machine and for test benches. */
function tlsOf(values: Options): TlsFiles | null {
  const { 'tls-key': key, 'tls-certificate': certificate, 'tls-ca': ca, revoked } = values;
  if (key !== undefined && certificate !== undefined && ca !== undefined) {
    return { key, certificate, ca, revoked: revoked ?? null };
  }
  if ([key, certificate, ca, revoked].some((file) => file !== undefined)) {
    throw new WrongUsage('--tls-key, --tls-certificate and --tls-ca go together');
  }
  if (!values.rig && !(isLoopback(values.host) && isLoopback(values['operator-host']))) {
    throw new WrongUsage('for other machines it needs --tls-key, --tls-certificate, --tls-ca (a test bench: --rig)');
  }
  return null;
}
const sayRefused =
  (file: string) =>
  ({ line, why }: Refused): void =>
    void process.stderr.write(`${file}:${line}: ${why}\n`);

async function runServe(values: Options): Promise<void> {
  const businessDate = businessDateOf(values);
  const log = stderrLog(levelOf(values));
  const file = values.import ?? null;
  const tls = tlsOf(values);
  const server = await serve({
    database: newOrOld(values),
    businessDate,
    log,
    host: values.host,
    port: portOf('port', values.port),
    operatorPort: values['operator-port'] === undefined ? null : portOf('operator-port', values['operator-port']),
    operatorHost: values['operator-host'],
    tls,
    importFile: file,
    onImported: (report) => sayImport(String(file), report),
    onRefused: sayRefused(String(file)),
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // Nothing else keeps the process alive: it ends by itself with status 0.
    void server.stop().then(() => process.stdin.destroy());
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (tls) process.on('SIGHUP', server.reread);
  if (values['stop-with-stdin']) process.stdin.once('end', stop).once('error', stop).resume();
  if (server.operatorUrl !== null) process.stdout.write(`operator ${server.operatorUrl}\n`);
  process.stdout.write(`center ${server.url}\n`);
}

async function runImport(values: Options, file: string): Promise<void> {
  const report = await importFile(newOrOld(values), file, businessDateOf(values), sayRefused(file));
  sayImport(file, report);
  if (report.refused > 0) throw new Failure(`${report.refused} lines of ${file} were refused`);
}

async function runGrantRun(values: Options): Promise<void> {
  const { month, 'after-end': afterEnd } = values;
  if ((month === undefined) === (afterEnd !== true))
    throw new WrongUsage('grant-run needs --month YYYY-MM or --after-end');
  const businessDate = businessDateOf(values);
  const today = businessDate();
  const due = month === undefined ? dueAfterEnd(today) : dueInMonth(month, today);
  const dryRun = values['dry-run'];
  const report = await runGrants(existing(values), { due, today, dryRun });
  process.stdout.write(summaryOf(month ?? 'after the end', report, dryRun));
}

/** One page for the file: what was posted by measure, and what waits for staff. */
function summaryOf(what: string, { grants, points, forStaff, measures }: GrantRunReport, dryRun: boolean): string {
  const line = (name: string, sum: { grants: number; points: number }): string =>
    `  ${name.padEnd(22)} ${String(sum.grants).padStart(10)} grants ${String(sum.points).padStart(14)} points\n`;
  return [
    `${what}: ${grants} grants, ${points} points; ${forStaff} for staff${dryRun ? ' (dry run: nothing was posted)' : ''}\n`,
    ...Object.entries(measures).map(([name, sum]) => line(name, sum)),
  ].join('');
}

function dueInMonth(month: string, today: string): GrantsDue {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new WrongUsage('grant-run needs --month YYYY-MM');
  const day = nominalDay(month);
  if (today < day) throw new Failure(`the ${day} has not come: the business date is ${today}`);
  return { plannedUntil: day };
}

/** R8: the payout waits for the end of the campaign as it is known now (A39). */
function dueAfterEnd(today: string): GrantsDue {
  const { endsOn } = campaignOn(today);
  if (today <= endsOn)
    throw new Failure(`the campaign has not ended: it runs until ${endsOn}, the business date is ${today}`);
  return 'after-the-end';
}

async function runCheck(values: Options): Promise<void> {
  const faults = await checkFile(existing(values));
  if (faults.length > 0) throw new Failure(faults.join('; '));
  process.stdout.write('everything adds up\n');
}

/** It goes into SQL as it stands. */
function roleOf({ role = '' }: Options): string {
  if (!ROLE_NAME.test(role)) throw new WrongUsage('privileges needs --role NAME (small letters, digits, _)');
  return role;
}

/** A line each: when, who, what, what came of it. */
async function runAudit(values: Options): Promise<void> {
  const since = new Date(values.since);
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(values.since) || Number.isNaN(since.getTime())) {
    throw new WrongUsage('--since takes a day (YYYY-MM-DD) or an instant (YYYY-MM-DDThh:mm:ssZ), UTC');
  }
  await readAudit(existing(values), since.toISOString(), ({ at, who, act, result, detail }) => {
    process.stdout.write(`${at} ${who} ${act} ${result}: ${detail}\n`);
  });
}

async function runBackUp(
  command: 'backup' | 'restore' | 'mark' | 'retell' | 'reopen',
  values: Options,
  files: readonly string[],
) {
  // Reads journals of stations: a center that serves needs nothing of that.
  const { backUp, mark, reopen, restore, retellFrom } = await import('./center/back-up.ts');
  const say = (words: string): void => void process.stdout.write(words);
  const file = command === 'reopen' || command === 'mark' ? '' : fileFor(command, files);
  switch (command) {
    case 'backup':
      return say(await backUp(existing(values), file));
    case 'restore':
      return say(await restore(file, newOrOld(values)));
    case 'mark':
      return say(await mark(existing(values)));
    case 'reopen':
      return say(await reopen(existing(values)));
    case 'retell': {
      const { words, waiting } = await retellFrom(files, existing(values), businessDateOf(values)());
      say(words);
      for (const line of waiting) process.stderr.write(`${line}\n`);
      if (waiting.length > 0) throw new Failure(`${waiting.length} wait: nothing of them was changed`);
      return;
    }
    default:
      return unreachable(command);
  }
}

function countOf(option: 'stations' | 'cards' | 'rate' | 'seconds', text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new WrongUsage(`--${option} ${text} is no number above 0`);
  return Number(text);
}

function urlOf(option: 'center' | 'operator', text: string | undefined): string {
  if (text === undefined || !URL.canParse(text))
    throw new WrongUsage(`--${option} is the address of a center (http://…/ or https://…/)`);
  return text;
}

async function runLoad(values: Options): Promise<void> {
  const { load } = await import('./center/load.ts');
  const { certificates = null, center, operator } = values;
  for (const url of [center, operator]) {
    if (url !== undefined && url.startsWith('https:') !== (certificates !== null))
      throw new WrongUsage('load: https://…/ and --certificates FOLDER go together');
  }
  const report = await load({
    center: urlOf('center', center),
    operator: operator === undefined ? null : urlOf('operator', operator),
    certificates,
    stations: countOf('stations', values.stations),
    cards: countOf('cards', values.cards),
    rate: values.rate === undefined ? null : countOf('rate', values.rate),
    seconds: countOf('seconds', values.seconds),
    on: businessDateOf(values)(),
  });
  if (values.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const { passengers, seconds, calls, failed } = report;
  process.stdout.write(
    `${passengers} passengers in ${seconds.toFixed(1)} s: ${(passengers / seconds).toFixed(1)} a second\n`,
  );
  for (const [name, { count, p50Ms, p99Ms }] of Object.entries(calls))
    process.stdout.write(
      `  ${name.padEnd(12)} ${String(count).padStart(8)}  half within ${p50Ms} ms, 99 of 100 within ${p99Ms} ms\n`,
    );
  for (const [code, count] of Object.entries(failed)) process.stdout.write(`  failed: ${code} ${count}\n`);
}

/** How many files each command takes. */
const FILES: Readonly<Record<string, number>> = { import: 1, backup: 1, restore: 1, retell: Number.POSITIVE_INFINITY };

function fileFor(command: string, files: readonly string[]): string {
  const [file] = files;
  if (file === undefined) throw new WrongUsage(`${command} needs a file`);
  return file;
}

async function main(args: readonly string[]): Promise<void> {
  // A command of its own, with a library that no other needs.
  if (args[0] === 'certificates') return (await import('./certificates.ts')).certificates(args.slice(1));
  const { values, positionals } = options(args);
  const [command = '', ...files] = positionals;
  if (files.length > (FILES[command] ?? 0)) throw new WrongUsage('too many arguments');
  switch (command) {
    case 'serve':
      return await runServe(values);
    case 'import':
      return await runImport(values, fileFor(command, files));
    case 'grant-run':
      return await runGrantRun(values);
    case 'audit':
      return await runAudit(values);
    case 'privileges':
      process.stdout.write(privilegesFor(roleOf(values)));
      return;
    case 'openapi':
      process.stdout.write(`${JSON.stringify(openApi(), null, 2)}\n`);
      return;
    case 'check':
      return await runCheck(values);
    case 'load':
      return await runLoad(values);
    case 'backup':
    case 'restore':
    case 'mark':
    case 'retell':
    case 'reopen':
      return await runBackUp(command, values, files);
    default:
      throw new WrongUsage(command === '' ? 'which command?' : `there is no command "${command}"`);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const wrongUsage = error instanceof WrongUsage;
  process.stderr.write(`center: ${error instanceof Error ? error.message : String(error)}\n`);
  if (wrongUsage) process.stderr.write(`${USAGE}\n`);
  process.exitCode = wrongUsage ? 2 : 1;
}

/**
 * `npm run journal -- verify FILE…`: checks journals, exports and archives, from the first entry to the last; a folder
 * stands for the journal in it with its archives. An audit log of staff access and a station's signed export are
 * checked likewise. Changes nothing.
 * `npm run journal -- export ARCHIVE FILE`: copies an archive and verifies the copy; the station may then remove it.
 */
import { statSync } from 'node:fs';
import type { Result } from '../hardware/result.ts';
import {
  exportArchive,
  journalFilesIn,
  type OpenError,
  type VerifiedJournal,
  verifyJournals,
} from '../station/journal/index.ts';
import { isAuditLog, type VerifiedAudit, verifyAudit } from '../station/staff/audit/verify.ts';
import { isArchive } from '../station/staff/export/verify-archive.ts';
import { inWords } from './journal/in-words.ts';
import { reportArchive } from './journal/report-archive.ts';

const [command, ...paths] = process.argv.slice(2);
const [path = '', to = ''] = paths;

if (command === 'verify' && paths.length === 1 && (await isArchive(path))) {
  await reportArchive(path, inWords);
} else if (command === 'verify' && paths.length === 1 && isAuditLog(path)) {
  sayOfAudit(verifyAudit(path), path);
} else if (command === 'verify' && paths.length > 0) {
  const files = paths.flatMap(journalFilesIn);
  const verified = verifyJournals(files.filter((file) => !isAuditLog(file)));
  say(verified, verified.ok ? '' : verified.error.file || path);
  const logs = files.filter(isAuditLog);
  const known = verified.ok ? verified.value : null;
  for (const file of logs) sayOfAudit(verifyAudit(file, known?.auditAnchor ?? null), file);
  const isFolder = statSync(path).isDirectory();
  if (isFolder && known?.auditAnchor && logs.length === 0) {
    process.stderr.write(
      `${path}: its audit log is gone: the journal knows ${known.auditAnchor.entry} entries of it.\n`,
    );
    process.exitCode = 1;
  }
  if (known) sayBegunAnew(known.auditsBegunAnew);
} else if (command === 'export' && paths.length === 2) {
  say(exportArchive(path, to), path);
} else {
  process.stderr.write('usage: npm run journal -- verify FILE… | export ARCHIVE FILE\n');
  process.exitCode = 2;
}

function say(verified: Result<VerifiedJournal, OpenError>, file: string): void {
  if (!verified.ok) {
    process.stderr.write(`${file}: ${inWords(verified.error)}\n`);
    process.exitCode = 1;
    return;
  }
  const { stationId, first, head, openTransfers, files, continues } = verified.value;
  const spread = files > 1 ? ` in ${files} files` : '';
  process.stdout.write(
    `good: station ${stationId}, ${head.entry - first + 1} entries${spread}, ${openTransfers} transfers open, newest ${head.hash}\n`,
  );
  if (!continues) return;
  process.stdout.write(
    `not checked: entries 1 to ${continues.entry}. It continues ${continues.name} (last hash ${continues.hash}), which was not given.\n`,
  );
}

function sayBegunAnew(times: number): void {
  if (times === 0) return;
  process.stdout.write(
    `look at: the audit log was begun anew ${times} times; those before are audit.sqlite.broken-N\n`,
  );
}

function sayOfAudit(verified: Result<VerifiedAudit, OpenError>, file: string): void {
  if (verified.ok) {
    const { stationId, head, after } = verified.value;
    process.stdout.write(`good: station ${stationId}, ${head.entry} entries, audit log, newest ${head.hash}\n`);
    if (after !== null) process.stdout.write(`look at: it was begun anew after another: ${after}\n`);
    return;
  }
  process.stderr.write(`${file}: ${inWords(verified.error)}\n`);
  process.exitCode = 1;
}

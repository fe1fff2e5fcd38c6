/**
 * `npm run journal -- verify FILE`: checks an exported journal, or an audit log of staff access, from its first entry to its
 * last. Changes nothing.
 */
import { unreachable } from '../hardware/result.ts';
import { type OpenError, verifyJournal } from '../station/journal/index.ts';
import { isAuditLog, verifyAudit } from '../station/staff/audit/verify.ts';

const [command, file, ...others] = process.argv.slice(2);
if (command !== 'verify' || file === undefined || others.length > 0) {
  process.stderr.write('usage: npm run journal -- verify FILE\n');
  process.exit(2);
}

const verified = isAuditLog(file) ? verifyAudit(file) : verifyJournal(file);
if (verified.ok) {
  const { stationId, head } = verified.value;
  const about = 'openTransfers' in verified.value ? `${verified.value.openTransfers} transfers open` : 'audit log';
  process.stdout.write(`good: station ${stationId}, ${head.entry} entries, ${about}, newest ${head.hash}\n`);
} else {
  process.stderr.write(`${file}: ${inWords(verified.error)}\n`);
  process.exitCode = 1;
}

function inWords(error: OpenError): string {
  switch (error.kind) {
    case 'journal-broken':
      return `not a whole journal: ${error.detail}. Keep the file as it is and compare it with another export.`;
    case 'journal-newer':
      return `written by a newer program (schema ${error.version}): verify it with that one.`;
    case 'storage':
      return `cannot be read: ${error.detail}.`;
    default:
      return unreachable(error);
  }
}

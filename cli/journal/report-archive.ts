import { unreachable } from '../../hardware/result.ts';
import type { OpenError } from '../../station/journal/index.ts';
import { type ArchiveError, verifyArchive } from '../../station/staff/export/verify-archive.ts';

/** Says in one line what a station's export is, or what is wrong with it; sets the exit status. */
export async function reportArchive(file: string, journalInWords: (error: OpenError) => string): Promise<void> {
  const verified = await verifyArchive(file);
  if (!verified.ok) {
    process.stderr.write(`${file}: ${inWords(verified.error, journalInWords)}\n`);
    process.exitCode = 1;
    return;
  }
  const { manifest, fingerprint, journal, audit } = verified.value;
  process.stdout.write(
    `good: export of station ${manifest.stationId}${manifest.rig ? ' (test bench)' : ''}, ${manifest.files.length} files, ` +
      `${journal.head.entry - journal.first + 1} entries, ${journal.openTransfers} transfers open, signed by ${fingerprint}: ` +
      'compare this with the station\'s screen "Journal"\n',
  );
  if (!audit && journal.auditAnchor) {
    process.stderr.write(`${file}: the audit log that its journal knows is not in it.\n`);
    process.exitCode = 1;
  } else if (!audit) process.stdout.write('not in it: the audit log of staff access\n');
  else process.stdout.write(`audit log: ${audit.head.entry} entries, newest ${audit.head.hash}\n`);
  if (audit?.after) process.stdout.write(`look at: it was begun anew after another: ${audit.after}\n`);
  const { continues } = journal;
  if (!continues) return;
  process.stdout.write(
    `not in it: entries 1 to ${continues.entry}, which ${continues.name} ends; it was exported before\n`,
  );
}

function inWords(error: ArchiveError, journalInWords: (error: OpenError) => string): string {
  switch (error.kind) {
    case 'storage':
      return `cannot be read: ${error.detail}.`;
    case 'broken':
      return `not a whole export: ${error.detail}. Keep it as it is and have the station export again.`;
    case 'journal':
      return `its journal: ${journalInWords(error.error)}`;
    case 'audit':
      return `its audit log: ${journalInWords(error.error)}`;
    default:
      return unreachable(error);
  }
}

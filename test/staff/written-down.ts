import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EntryBody } from '../../station/journal/entries.ts';
import { staffFiles } from '../../station/staff/assemble.ts';
import { AuditBody } from '../../station/staff/audit/entries.ts';
import type { FlowBench } from '../flows/bench.ts';

/** Everything on the audit log of a running station, in the same way. */
export function auditLogOf({ dataFolder }: FlowBench): AuditBody[] {
  return bodiesOf(join(dataFolder, staffFiles.audit), dataFolder).map((body) => AuditBody.parse(body));
}

/** Everything in the journal of a running station: a copy of its files is read, since the station holds them. */
export function journalOf({ journalPath, dataFolder }: FlowBench): EntryBody[] {
  return bodiesOf(journalPath, dataFolder).map((body) => EntryBody.parse(body));
}

function bodiesOf(path: string, folder: string): unknown[] {
  const copy = join(folder, 'copy.sqlite');
  for (const end of ['', '-wal']) {
    rmSync(copy + end, { force: true });
    if (existsSync(path + end)) copyFileSync(path + end, copy + end);
  }
  const database = new DatabaseSync(copy);
  try {
    const rows = database.prepare('SELECT body FROM entries ORDER BY number').all();
    return rows.map(({ body }) => JSON.parse(String(body)));
  } finally {
    database.close();
  }
}

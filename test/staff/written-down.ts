import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EntryBody } from '../../station/journal/entries.ts';
import type { FlowBench } from '../flows/bench.ts';

/** Everything in the journal of a running station: a copy of its files is read, since the station holds them. */
export function journalOf({ journalPath, dataFolder }: FlowBench): EntryBody[] {
  const copy = join(dataFolder, 'copy.sqlite');
  for (const end of ['', '-wal']) if (existsSync(journalPath + end)) copyFileSync(journalPath + end, copy + end);
  const database = new DatabaseSync(copy);
  try {
    return database
      .prepare('SELECT body FROM entries ORDER BY number')
      .all()
      .map(({ body }) => EntryBody.parse(JSON.parse(String(body))));
  } finally {
    database.close();
  }
}

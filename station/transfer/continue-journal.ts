import type { IsoDate } from '../../center/contract/index.ts';
import type { MoneyDeps } from './deps.ts';

/**
 * Between two acts, never inside one: the first of a new year closes the old year's journal for good. Where that fails
 * before the seal the old one goes on; where it fails after it, the act that follows is refused by the journal itself.
 */
export function continueJournal({ journal, log }: MoneyDeps, on: IsoDate): void {
  const continued = journal.continueWhenDue(on);
  if (!continued.ok) {
    log.error('journal-not-continued', { detail: continued.error.detail });
    return;
  }
  if (!continued.value) return;
  const { archive, removed, overdue } = continued.value;
  log.info('journal-continued', { archive });
  for (const name of removed) log.warn('archive-removed', { archive: name });
  for (const { name, because } of overdue) log.warn('archive-overdue', { archive: name, because });
}

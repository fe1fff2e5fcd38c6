/**
 * A journal whose year ends while its disk has room for so many pages more; run by journal-on-a-full-disk.test.ts inside
 * a small file system. Says in one line of JSON what came of it, for 0 pages, 1 page, 2 …
 */
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { journalFilesIn, openJournal, verifyJournals } from '../../station/journal/index.ts';
import { countedIds, journalOptions, openOrFail, wholeTransfer } from '../../station/journal/testing/fixture.ts';

const [folder = ''] = process.argv.slice(2);
const filler = `${folder}/filler`;
const id = countedIds();
const PAGE = 4096;

/** Until not one byte more goes onto the disk, but for these pages. */
function fillBut(pages: number): void {
  const file = openSync(filler, 'a');
  try {
    for (;;) writeSync(file, Buffer.alloc(PAGE, 1));
  } catch {
    // ENOSPC.
  } finally {
    closeSync(file);
  }
  truncateSync(filler, statSync(filler).size - pages * PAGE);
}

function yearEnds(pages: number) {
  const own = `${folder}/${pages}`;
  mkdirSync(own);
  const options = { ...journalOptions(own), reserveBytes: 131_072 };
  const journal = openOrFail(options);
  for (const body of wholeTransfer(id(), id(), '2023-12-31')) journal.append(body);
  const isSecured = journal.secureSpace().ok;
  fillBut(pages);
  const continued = journal.continueWhenDue('2024-01-01').ok;
  const isLeft = existsSync(`${options.path}.new`);
  // The charge for which it was due: whole, or not begun.
  const charged = journal.secureSpace().ok
    ? wholeTransfer(id(), id(), '2024-01-01').map((body) => journal.append(body).ok)
    : [];
  const head = journal.head();
  journal.close();
  const full = openJournal(options);
  const isSame = full.ok && full.value.contains(head);
  if (full.ok) full.value.close();
  rmSync(filler);
  const roomy = openOrFail(options);
  const goesOn = roomy.continueWhenDue('2024-01-01').ok && roomy.append({ kind: 'staff-set-up' }).ok;
  roomy.close();
  const isWhole = verifyJournals(journalFilesIn(own)).ok;
  rmSync(own, { recursive: true });
  return { continued, isGood: isSecured && !isLeft && charged.every(Boolean) && isSame && goesOn && isWhole };
}

process.stdout.write(`${JSON.stringify(Array.from({ length: 12 }, (_, pages) => yearEnds(pages)))}\n`);

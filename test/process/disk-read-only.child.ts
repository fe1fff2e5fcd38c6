/**
 * A station that stops in the middle of a transfer and finds its disk mounted read-only at the next start; run by
 * journal-on-a-full-disk.test.ts inside a mount namespace. Says in one line of JSON what the journal took.
 */
import { execFileSync } from 'node:child_process';
import { openJournal } from '../../station/journal/index.ts';
import { countedIds, journalOptions, openOrFail, wholeTransfer } from '../../station/journal/testing/fixture.ts';

const [folder = ''] = process.argv.slice(2);
const options = { ...journalOptions(folder), reserveBytes: 131_072 };
const id = countedIds();
const journal = openOrFail(options);
const remount = (how: 'ro' | 'rw'): void => {
  execFileSync('mount', ['-o', `remount,${how}`, folder]);
};

const [intended, reserved] = wholeTransfer(id(), id());
if (!intended || !reserved) throw new Error('no entries');
const before = journal.append(intended).ok;
const head = journal.head();
journal.close();
remount('ro');
const opened = openJournal(options);
const refused = opened.ok ? 'opened' : opened.error.kind;
remount('rw');
const again = openOrFail(options);
const isSame = again.head().hash === head.hash;
const afterwards = again.append(reserved).ok;
again.close();
process.stdout.write(`${JSON.stringify({ before, refused, isSame, afterwards })}\n`);

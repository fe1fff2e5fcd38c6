/**
 * A station's journal on a disk that gets full in the middle of a transfer; run by journal-on-a-full-disk.test.ts inside
 * a small file system. Says in one line of JSON what the journal took.
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { countedIds, journalOptions, openOrFail, wholeTransfer } from '../../station/journal/testing/fixture.ts';

const [folder = ''] = process.argv.slice(2);
const options = { ...journalOptions(folder), reserveBytes: 131_072 };
const filler = `${folder}/filler`;
let journal = openOrFail(options);
const id = countedIds();

/** Until not one byte more goes onto the disk. */
function fill(): void {
  const file = openSync(filler, 'a');
  try {
    for (let size = 4096; size >= 1; size = size > 1 ? size >> 1 : 0) {
      try {
        for (;;) writeSync(file, Buffer.alloc(size, 1));
      } catch {
        // ENOSPC: once more with less.
      }
    }
  } finally {
    closeSync(file);
  }
}

const secured = journal.secureSpace().ok;
const [intended, ...rest] = wholeTransfer(id(), id());
fill();
const took = [intended, ...rest].map((body) => body !== undefined && journal.append(body).ok);
fill();
const securedAgain = journal.secureSpace().ok;
// What is on this full disk is whole, and the journal goes on when there is room again.
const head = journal.head();
journal.close();
journal = openOrFail(options);
const isSame = journal.head().hash === head.hash;
rmSync(filler);
const afterwards = journal.secureSpace().ok && journal.append({ kind: 'station-started', softwareVersion: '1' }).ok;
journal.close();
process.stdout.write(`${JSON.stringify({ secured, took, securedAgain, isSame, afterwards })}\n`);

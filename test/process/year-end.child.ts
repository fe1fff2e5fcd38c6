/**
 * A station's journal at the end of a year, killed at a step of it; run by killed-at-year-end.test.ts. `FOLDER STEP`: the
 * transfer that is open stays open. Without a step: says in one line of JSON what is there.
 */
import { journalOptions, openOrFail, wholeTransfer } from '../../station/journal/testing/fixture.ts';

const [folder = '', step = ''] = process.argv.slice(2);
const [transferId, messageId] = ['10000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000001'];

const journal = openOrFail({
  ...journalOptions(folder),
  at: (reached) => {
    if (reached === step) process.kill(process.pid, 'SIGKILL');
  },
});
if (step && journal.head().entry === 1) {
  for (const body of wholeTransfer(transferId, messageId).slice(0, 5)) journal.append(body);
}
const continued = journal.continueWhenDue('2024-01-01');
const { outbox, transfers } = journal.state;
const went = journal.append({ kind: 'station-started', softwareVersion: '1' }).ok;
journal.close();
const said = { continued: continued.ok, went, open: [...transfers.keys()], waiting: [...outbox.keys()] };
process.stdout.write(`${JSON.stringify(said)}\n`);

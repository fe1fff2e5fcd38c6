/** What the journals of stations say of the center: every registration, hold and end that they told it. */
import { DatabaseSync } from 'node:sqlite';
import type { Told, ToldEnd } from '../../center/back-up/retell.ts';
import type { CallRequest } from '../../center/contract/index.ts';
import {
  type EntryBody,
  journalFilesIn,
  readEntries,
  type VerifiedJournal,
  verifyJournals,
} from '../../station/journal/index.ts';
import { isAuditLog } from '../../station/staff/audit/verify.ts';
import { inWords } from '../journal/in-words.ts';

type Snapshot = Extract<EntryBody, { kind: 'journal-continued' }>['snapshot'];

/**
 * @param paths exported journals and archives, or folders of them, of any stations. The files of each are checked first: structure,
 *   chain, every entry, and that none between two of them is missing. Throws with one line for people where one is not whole.
 */
export function toldBy(paths: readonly string[]): Told {
  const byStation = new Map<string, { file: string; first: number }[]>();
  for (const file of paths.flatMap(journalFilesIn).filter((path) => !isAuditLog(path))) {
    const { stationId, first } = verified([file]);
    byStation.set(stationId, [...(byStation.get(stationId) ?? []), { file, first }]);
  }
  const reading = new Reading();
  for (const [stationId, found] of byStation) {
    const files = found.sort((a, b) => a.first - b.first).map(({ file }) => file);
    reading.begin(stationId, verified(files).first);
    for (const file of files) {
      const database = new DatabaseSync(file, { readOnly: true });
      try {
        for (const { body } of readEntries(database)) reading.take(body, stationId);
      } finally {
        database.close();
      }
    }
  }
  return reading.told();
}

function verified(files: readonly string[]): VerifiedJournal {
  const journal = verifyJournals(files);
  if (!journal.ok) throw new Error(`${journal.error.file}: ${inWords(journal.error)}`);
  return journal.value;
}

class Reading {
  readonly #journals = new Map<string, number>();
  readonly #registrations = new Map<string, CallRequest<'register'>>();
  readonly #holds = new Map<string, CallRequest<'hold'>>();
  /** By message: the center's answer comes later. */
  readonly #ends = new Map<string, ToldEnd>();

  readonly #closed = new Map<string, CallRequest<'finish'>['end']>();

  begin(stationId: string, first: number): void {
    this.#journals.set(stationId, first);
  }

  /** All that is not here is between the station and its card, printer or staff. */
  take(body: EntryBody, stationId: string): void {
    if (body.kind === 'journal-continued') this.#carriedOver(body.snapshot, stationId);
    if (body.kind === 'transfer-intended') {
      const { transferId, on, cardKind, evidence } = body;
      this.#holds.set(transferId, { stationId, transferId, on, cardKind, evidence });
    }
    if (body.kind === 'transfer-closed') this.#closed.set(body.transferId, body.state);
    if (body.kind === 'message-queued') this.#message(body.message);
    if (body.kind === 'message-answered') {
      const end = this.#ends.get(body.messageId);
      if (end) this.#ends.set(body.messageId, { ...end, stands: body.state });
    }
  }

  told(): Told {
    return {
      journals: this.#journals,
      registrations: [...this.#registrations.values()],
      holds: [...this.#holds.values()],
      ends: [...this.#ends.values()],
      closed: this.#closed,
    };
  }

  /** What an archive that was not given has told may still be open. */
  #carriedOver({ transfers, outbox, refused }: Snapshot, stationId: string): void {
    for (const { transferId, on, cardKind, evidence } of transfers) {
      // Without a kind it is another station's: its hold is in that one's journal.
      if (cardKind !== null) this.#holds.set(transferId, { stationId, transferId, on, cardKind, evidence });
    }
    for (const { message } of [...outbox, ...refused]) this.#message(message);
  }

  #message(message: Extract<EntryBody, { kind: 'message-queued' }>['message']): void {
    if (message.call === 'register') this.#registrations.set(message.request.requestId, message.request);
    else if (!this.#ends.has(message.messageId))
      this.#ends.set(message.messageId, { request: message.request, stands: null });
  }
}

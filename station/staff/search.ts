/**
 * The journal by what a passenger can name: a reference, the last four of the card, a business date and a time of day.
 * The date is the center's. The time is the machine's own: entries have the monotonic clock of the run that wrote them,
 * and each start says what the machine's clock was ahead of it. A clock that is wrong, or was set while the machine ran,
 * makes it as wrong; where no start said anything, the time is not known.
 */
import { type HitState, SCREEN_LINES, type Wanted } from '../contract/staff-money.ts';
import type { Entry, Journal } from '../journal/index.ts';
import { referenceOf } from '../transfer/reference.ts';
import { isBetween, japanTime, timeOf } from '../wall-clock.ts';
import { firstEntryOf, type Walk, walkJournal } from './walk.ts';

export type JournalWanted = Exclude<Wanted, { kind: 'staff-log' }>;

export interface Hit {
  /** Of its first entry. */
  readonly entry: number;
  readonly on: string;
  /** `HH:MM` by the machine's own clock; null: not known. */
  readonly time: string | null;
  readonly cardTail: string;
  readonly what:
    | {
        readonly kind: 'transfer';
        readonly transferId: string;
        readonly reference: string;
        readonly points: number;
        readonly state: HitState;
      }
    | { readonly kind: 'registration'; readonly state: 'waiting' | 'answered' | 'refused' };
}

export interface Found {
  /** Newest first, at most `SCREEN_LINES`. */
  readonly hits: readonly Hit[];
  readonly count: number;
  /** False: what is older lies in an archive, which is not searched, or entries are missing. */
  readonly complete: boolean;
  /** Of the day that was asked for, at a time that is not known. */
  readonly timeless: number;
}

/** More than staff can look through. */
const HITS = SCREEN_LINES;

/** O(entries); the station goes on meanwhile. */
export async function searchJournal(journal: Journal, wanted: JournalWanted, walk: Walk = {}): Promise<Found> {
  const search = new Search(wanted);
  const complete = (await walkJournal(journal, (entry) => search.take(entry), walk)) && firstEntryOf(journal) === 1;
  const hits = [...search.hits.values()];
  return { hits: hits.slice(-HITS).reverse(), count: hits.length, complete, timeless: search.timeless };
}

class Search {
  /** By transfer or message id, in the order of the journal. */
  readonly hits = new Map<string, Hit>();
  timeless = 0;
  readonly #wanted: JournalWanted;
  readonly #times = new Times();

  constructor(wanted: JournalWanted) {
    this.#wanted = wanted;
  }

  take({ number: entry, atMs, body }: Entry): void {
    const minute = this.#times.minuteAt(atMs, body);
    const time = minute === null ? null : timeOf(minute);
    switch (body.kind) {
      case 'transfer-intended':
      case 'transfer-found': {
        const { transferId, on, evidence } = body;
        const cardTail = evidence.cardNumber.slice(-4);
        const reference = referenceOf(transferId);
        if (!this.#isWanted(reference, cardTail, on, minute)) return;
        const what = { kind: 'transfer', transferId, reference, points: evidence.points, state: 'open' } as const;
        this.hits.set(transferId, { entry, on, time, cardTail, what });
        return;
      }
      case 'transfer-written':
        this.#end(body.transferId, body.proof === 'staff' ? 'decided-written' : 'written');
        return;
      case 'transfer-voided':
        this.#end(body.transferId, body.proof === 'staff' ? 'decided-not-written' : 'not-written');
        return;
      case 'transfer-closed':
        this.#end(body.transferId, body.state === 'settled' ? 'written' : 'not-written');
        return;
      case 'transfer-contradicted':
        this.#end(body.transferId, 'open');
        return;
      case 'message-queued': {
        if (body.message.call !== 'register') return;
        const { cardNumber, on } = body.message.request;
        const cardTail = cardNumber.slice(-4);
        if (!this.#isWanted(null, cardTail, on, minute)) return;
        const what = { kind: 'registration', state: 'waiting' } as const;
        this.hits.set(body.message.messageId, { entry, on, time, cardTail, what });
        return;
      }
      case 'message-answered':
        this.#heard(body.messageId, 'answered');
        return;
      case 'message-refused':
        this.#heard(body.messageId, 'refused');
        return;
      case 'message-again':
        this.#heard(body.messageId, 'waiting');
        return;
      default:
        return;
    }
  }

  #heard(messageId: string, state: 'waiting' | 'answered' | 'refused'): void {
    const hit = this.hits.get(messageId);
    if (hit) this.hits.set(messageId, { ...hit, what: { kind: 'registration', state } });
  }

  #end(transferId: string, state: HitState): void {
    const hit = this.hits.get(transferId);
    if (hit?.what.kind === 'transfer') this.hits.set(transferId, { ...hit, what: { ...hit.what, state } });
  }

  #isWanted(reference: string | null, cardTail: string, on: string, minute: number | null): boolean {
    switch (this.#wanted.kind) {
      case 'reference':
        return reference === this.#wanted.reference;
      case 'card-tail':
        return cardTail === this.#wanted.cardTail;
      case 'day':
        return on === this.#wanted.on && this.#isBetween(minute);
    }
  }

  #isBetween(minute: number | null): boolean {
    if (this.#wanted.kind !== 'day' || this.#wanted.between === null) return true;
    if (minute === null) {
      this.timeless += 1;
      return false;
    }
    return isBetween(minute, this.#wanted.between);
  }
}

/** The machine's own clock, entry by entry. */
class Times {
  #offsetMs: number | null = null;
  #before = 0;

  minuteAt(atMs: number, body: Entry['body']): number | null {
    // A run whose start the disk refused: its monotonic clock began anew, and nothing is known of the other one.
    if (atMs < this.#before) this.#offsetMs = null;
    this.#before = atMs;
    if (body.kind === 'station-started') this.#offsetMs = body.wallOffsetMs ?? null;
    if (body.kind === 'journal-continued') this.#offsetMs = body.snapshot.wallOffsetMs;
    return this.#offsetMs === null ? null : japanTime(atMs + this.#offsetMs).minute;
  }
}

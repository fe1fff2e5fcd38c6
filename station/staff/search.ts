/**
 * The journal by what a passenger can name. What can honestly be asked of it: a reference, the last four of the card,
 * a business date. Not a time of day: entries have the monotonic clock of the run that wrote them, which says how long
 * something took and never when (design §4).
 */
import { type HitState, SCREEN_LINES, type Wanted } from '../contract/staff-money.ts';
import type { Entry, Journal } from '../journal/index.ts';
import { referenceOf } from '../transfer/reference.ts';
import { firstEntryOf, type Walk, walkJournal } from './walk.ts';

export interface Hit {
  /** Of its first entry. */
  readonly entry: number;
  readonly on: string;
  readonly cardTail: string;
  readonly what:
    | {
        readonly kind: 'transfer';
        readonly transferId: string;
        readonly reference: string;
        readonly points: number;
        readonly state: HitState;
      }
    /** `answered` false: it has not reached the center. */
    | { readonly kind: 'registration'; readonly answered: boolean };
}

export interface Found {
  /** Newest first, at most `SCREEN_LINES`. */
  readonly hits: readonly Hit[];
  readonly count: number;
  /** False: what is older lies in an archive, which is not searched, or entries are missing. */
  readonly complete: boolean;
}

/** More than staff can look through. */
const HITS = SCREEN_LINES;

/** O(entries); the station goes on meanwhile. */
export async function searchJournal(journal: Journal, wanted: Wanted, walk: Walk = {}): Promise<Found> {
  const search = new Search(wanted);
  const complete = (await walkJournal(journal, (entry) => search.take(entry), walk)) && firstEntryOf(journal) === 1;
  const hits = [...search.hits.values()];
  return { hits: hits.slice(-HITS).reverse(), count: hits.length, complete };
}

class Search {
  /** By transfer or message id, in the order of the journal. */
  readonly hits = new Map<string, Hit>();
  readonly #wanted: Wanted;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  take({ number: entry, body }: Entry): void {
    switch (body.kind) {
      case 'transfer-intended':
      case 'transfer-found': {
        const { transferId, on, evidence } = body;
        const cardTail = evidence.cardNumber.slice(-4);
        const reference = referenceOf(transferId);
        if (!this.#isWanted(reference, cardTail, on)) return;
        const what = { kind: 'transfer', transferId, reference, points: evidence.points, state: 'open' } as const;
        this.hits.set(transferId, { entry, on, cardTail, what });
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
        if (!this.#isWanted(null, cardTail, on)) return;
        const what = { kind: 'registration', answered: false } as const;
        this.hits.set(body.message.messageId, { entry, on, cardTail, what });
        return;
      }
      case 'message-answered': {
        const hit = this.hits.get(body.messageId);
        if (hit) this.hits.set(body.messageId, { ...hit, what: { kind: 'registration', answered: true } });
        return;
      }
      default:
        return;
    }
  }

  #end(transferId: string, state: HitState): void {
    const hit = this.hits.get(transferId);
    if (hit?.what.kind === 'transfer') this.hits.set(transferId, { ...hit, what: { ...hit.what, state } });
  }

  #isWanted(reference: string | null, cardTail: string, on: string): boolean {
    switch (this.#wanted.kind) {
      case 'reference':
        return reference === this.#wanted.reference;
      case 'card-tail':
        return cardTail === this.#wanted.cardTail;
      case 'day':
        return on === this.#wanted.on;
    }
  }
}

import { equalBytes, fromHex, toHex } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Sam } from '../sam/port.ts';
import { type BlockAddress, parseSecureWrite, secureWrite } from './felica.ts';
import { writeVerdict } from './felica-status.ts';
import {
  BALANCE_CEILING_YEN,
  contradictionIn,
  decodeBalance,
  decodeIssue,
  decodeRecord,
  encodeBalance,
  isUnused,
  KEYED_AREAS,
  nextNumber,
  Service,
} from './icoca.ts';
import type { CardLink } from './link.ts';
import { readOpenBlocks } from './open-read.ts';
import type { CardError, HistoryRecord, IssueData, ValueChange, ValueSession, WriteOutcome } from './port.ts';
import { authenticate, type SecureChannel } from './secure.ts';

/** What a value session authenticates for; the block addresses below count in this list. */
const SERVICES: readonly number[] = [Service.issue, Service.balanceKeyed, Service.historyKeyed];
const ISSUE: BlockAddress = { service: 0, block: 0 };
const BALANCE: BlockAddress = { service: 1, block: 0 };
/** Cyclic: block 0 is the newest record to a read, and where the next one goes to a write (docs/facts/felica.md §3.3). */
const NEWEST_RECORD: BlockAddress = { service: 2, block: 0 };

/** What was read before a session stands. */
interface Opened {
  readonly channel: SecureChannel;
  readonly issue: IssueData;
  readonly balanceBlock: Uint8Array;
  readonly history: readonly HistoryRecord[];
}

/**
 * Fresh look, history in the clear, authentication, then issue block, balance and newest record by a secure Read. The conversation with the
 * card belongs to the session until `end` or its first error.
 */
export async function openValueSession(
  link: CardLink,
  sam: Sam,
  idm: string,
): Promise<Result<ValueSession, CardError>> {
  const release = await link.begin();
  const opened = await open(link, sam, idm);
  if (opened.ok) return ok(new Session(link, idm, opened.value, release));
  release();
  return opened;
}

async function open(link: CardLink, sam: Sam, idm: string): Promise<Result<Opened, CardError>> {
  const card = await link.select(idm);
  if (!card.ok) return card;
  const shown = await readOpenBlocks(link, card.value);
  if (!shown.ok) return shown;
  const channel = await authenticate(link, sam, card.value, KEYED_AREAS, SERVICES);
  if (!channel.ok) return channel;
  const read = await channel.value.read([ISSUE, BALANCE, NEWEST_RECORD]);
  if (!read.ok) return read;
  const [issueBlock, balanceBlock, newestBlock] = read.value;
  const issue = issueBlock && decodeIssue(issueBlock);
  if (!issue || !balanceBlock) return fail({ kind: 'card-data-invalid', detail: 'no issue block of a known layout' });
  // 008B and 0088 are one block (§4.1); two different ones mean that something stands between card and reader.
  if (!equalBytes(balanceBlock, shown.value.balanceBlock)) {
    return fail({ kind: 'card-data-invalid', detail: 'open and keyed balance differ' });
  }
  // The newest record becomes the anchor that an unknown end is settled by (design §3): it has to be authentic too.
  if (!newestBlock || !isNewest(newestBlock, shown.value.history)) {
    return fail({ kind: 'card-data-invalid', detail: 'open and keyed history differ' });
  }
  const contradiction = contradictionIn(decodeBalance(balanceBlock), shown.value.history[0]);
  if (contradiction) return fail({ kind: 'card-data-invalid', detail: contradiction });
  return ok({ channel: channel.value, issue, balanceBlock, history: shown.value.history });
}

function isNewest(block: Uint8Array, history: readonly HistoryRecord[]): boolean {
  const [newest] = history;
  return newest ? toHex(block) === newest.raw : isUnused(block);
}

class Session implements ValueSession {
  readonly idm: string;
  readonly issue: IssueData;
  readonly balanceYen: number;
  readonly updateNumber: number;
  readonly history: readonly HistoryRecord[];
  readonly #link: CardLink;
  readonly #channel: SecureChannel;
  readonly #balanceBlock: Uint8Array;
  readonly #release: () => void;
  #isOver = false;
  #hasWritten = false;

  constructor(link: CardLink, idm: string, opened: Opened, release: () => void) {
    const { balanceYen, updateNumber } = decodeBalance(opened.balanceBlock);
    this.idm = idm;
    this.issue = opened.issue;
    this.balanceYen = balanceYen;
    this.updateNumber = updateNumber;
    this.history = opened.history;
    this.#link = link;
    this.#channel = opened.channel;
    this.#balanceBlock = opened.balanceBlock;
    this.#release = release;
  }

  async write(change: ValueChange): Promise<WriteOutcome> {
    if (this.#hasWritten) throw new Error('a value session writes once (design §3, I3)');
    this.#hasWritten = true;
    const record = fromHex(change.record);
    this.#insist(change, record);
    if (this.#isOver) return { kind: 'unknown', detail: 'the session was over' };
    const payload = secureWrite([BALANCE, NEWEST_RECORD], [encodeBalance(this.#balanceBlock, change), record]);
    const opened = await this.#channel.write(payload, 2);
    if (!opened.ok) return this.#lost(opened.error.kind);
    const answer = parseSecureWrite(opened.value);
    if (!answer) return this.#lost('an answer of another shape');
    const kind = writeVerdict(answer.status);
    return kind === 'unknown' ? this.#lost(`status ${answer.flags}`) : { kind, status: answer.flags };
  }

  async readBack(): Promise<Result<{ balanceYen: number; updateNumber: number }, CardError>> {
    if (this.#isOver) return fail({ kind: 'card-gone' });
    const read = await this.#channel.read([BALANCE]);
    if (!read.ok) {
      this.#finish();
      return read;
    }
    const { balanceYen, updateNumber } = decodeBalance(read.value[0] ?? this.#balanceBlock);
    return ok({ balanceYen, updateNumber });
  }

  async end(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    // A new look takes the field away: the card forgets the session, and stays selected for `isPresent`.
    await this.#link.detect();
    this.#release();
  }

  /** What is written must follow from what was read: a caller that gets this wrong would make or lose money. */
  #insist(change: ValueChange, record: Uint8Array): void {
    const { balanceYen, sequence } = decodeRecord(record, null);
    const isWhole =
      record.length === 16 &&
      Number.isInteger(change.balanceYen) &&
      change.balanceYen > this.balanceYen &&
      change.balanceYen <= BALANCE_CEILING_YEN &&
      change.updateNumber === nextNumber(this.updateNumber) &&
      balanceYen === change.balanceYen &&
      sequence === change.updateNumber;
    if (!isWhole) throw new Error('a value change that does not follow from the card');
  }

  #lost(detail: string): WriteOutcome {
    this.#finish();
    return { kind: 'unknown', detail };
  }

  #finish(): void {
    this.#isOver = true;
    this.#release();
  }
}

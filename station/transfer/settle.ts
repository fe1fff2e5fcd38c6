/**
 * How a transfer ended that nobody knew the end of: the card is looked at afresh (field off, on, polling: no old
 * session can commit any more) and its history, read by secure Reads, decides (judge.ts). Never writes to a card.
 */
import type { CallResult } from '../../center/contract/index.ts';
import type { OpenData } from '../../hardware/card/port.ts';
import { unreachable } from '../../hardware/result.ts';
import type { EntryBody } from '../journal/index.ts';
import type { OpenTransfer, SettleOutcome } from '../money.ts';
import type { MoneyDeps } from './deps.ts';
import { judge, type Verdict } from './judge.ts';
import type { Outbox } from './outbox.ts';
import { writeDownEnd } from './write-down.ts';

/** `voidedBy`: what is told where nothing was written; a card that refused was read all the same. */
export async function settle(
  deps: MoneyDeps,
  outbox: Outbox,
  transfer: OpenTransfer,
  idm: string,
  voidedBy: 'history' | 'refused' = 'history',
): Promise<SettleOutcome> {
  await deps.at('settle-begun');
  // The evidence is about one physical card; a reissued one has the account but not the history.
  if (idm !== transfer.evidence.idm) return { kind: 'not-read', transfer, error: { kind: 'different-card' } };
  const { keyed } = deps.cards;
  if (!keyed) return { kind: 'not-read', transfer, error: { kind: 'reader-failed', detail: 'this reader has no SAM' } };
  // Not in the clear: one byte changed on the way, or a telephone that shows an older history, would void what was written.
  const read = await keyed.readProof(idm);
  await deps.at('settle-read');
  if (!read.ok) return { kind: 'not-read', transfer, error: read.error };
  const verdict = verdictOn(deps, transfer, read.value);
  switch (verdict) {
    case 'written':
      return await end(deps, outbox, transfer, read.value, 'written', voidedBy);
    case 'not-written':
      return await end(deps, outbox, transfer, read.value, 'voided', voidedBy);
    // Nothing here ends it by itself; staff, or another station that read the card, may have.
    case 'contradicted':
    case 'cannot-tell':
      return await askTheCenter(deps, transfer, read.value);
    default:
      return unreachable(verdict);
  }
}

function verdictOn(deps: MoneyDeps, transfer: OpenTransfer, card: OpenData): Verdict | 'contradicted' {
  switch (phaseOf(deps, transfer)) {
    case 'contradicted':
      return 'contradicted';
    // The journal refused an entry before the write was announced: nothing was sent, whatever the card remembers.
    case 'intended':
    case 'reserved':
      return 'not-written';
    default:
      return judge(transfer.evidence, card.history);
  }
}

async function end(
  deps: MoneyDeps,
  outbox: Outbox,
  transfer: OpenTransfer,
  card: OpenData,
  kind: 'written' | 'voided',
  voidedBy: 'history' | 'refused',
): Promise<SettleOutcome> {
  const { transferId, evidence } = transfer;
  const proof = kind === 'voided' ? proofOfVoid(deps, transfer, voidedBy) : 'history';
  const stored = writeDownEnd(
    deps,
    { transferId, cardNumber: evidence.cardNumber, end: kind === 'written' ? 'settled' : 'voided', proof },
    ...announce(deps, transfer),
    kind === 'written'
      ? { kind: 'transfer-written', transferId, proof: 'history', status: null }
      : { kind: 'transfer-voided', transferId, proof },
  );
  if (!stored.ok) return { kind: 'storage', detail: stored.error.detail };
  await deps.at('settle-journaled');
  void outbox.send(stored.value);
  return { kind, transfer, card };
}

/**
 * The card has forgotten, or contradicts itself, but another station may have read it in time. A repeated hold tells what
 * became of the first one and changes nothing; of a hold of another station the center has said already that it is open.
 */
async function askTheCenter(deps: MoneyDeps, transfer: OpenTransfer, card: OpenData): Promise<SettleOutcome> {
  const { journal, center } = deps;
  const own = journal.state.transfers.get(transfer.transferId);
  if (!own?.cardKind) return { kind: 'evidence-gone', transfer };
  const { transferId, on, evidence, cardKind } = own;
  const answer = await center.call('hold', { stationId: journal.stationId, transferId, on, cardKind, evidence });
  const state = endOf(answer);
  if (!state) return { kind: 'evidence-gone', transfer };
  const stored = journal.append({ kind: 'transfer-closed', transferId, state });
  if (!stored.ok) return { kind: 'storage', detail: stored.error.detail };
  return { kind: state === 'settled' ? 'written' : 'voided', transfer, card };
}

function endOf(answer: CallResult<'hold'>): 'settled' | 'voided' | null {
  if (answer.ok) return answer.value.state === 'settled' ? 'settled' : null;
  const { error } = answer;
  return error.kind === 'refused' && error.problem.code === 'transfer-voided' ? 'voided' : null;
}

/** Another station's transfer is taken into this journal with the entry that ends it. */
function announce(deps: MoneyDeps, transfer: OpenTransfer): EntryBody[] {
  if (phaseOf(deps, transfer) !== undefined) return [];
  const { transferId, on, evidence } = transfer;
  return [{ kind: 'transfer-found', transferId, on, evidence }];
}

/** One that never got as far as its write (the journal refused in between) needs no history. */
function proofOfVoid(deps: MoneyDeps, transfer: OpenTransfer, voidedBy: 'history' | 'refused') {
  const phase = phaseOf(deps, transfer);
  return phase === 'intended' || phase === 'reserved' ? 'never-sent' : voidedBy;
}

function phaseOf(deps: MoneyDeps, transfer: OpenTransfer) {
  return deps.journal.state.transfers.get(transfer.transferId)?.phase;
}

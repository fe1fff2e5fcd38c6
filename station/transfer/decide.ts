/**
 * How a transfer ends that no card will tell of: two members of staff say "written" or "not written" (design §3). Nobody
 * edits a number: the decision is journaled, the end follows from it as it would from a reading, and the center is told.
 */
import type { Account } from '../../center/contract/index.ts';
import { type EntryBody, isTold, type Journal } from '../journal/index.ts';
import type { Decision, DecisionOutcome, OpenTransfer } from '../money.ts';
import type { MoneyDeps } from './deps.ts';
import { judge } from './judge.ts';
import type { Outbox } from './outbox.ts';
import { writeDownEnd } from './write-down.ts';

/**
 * One transaction: the decision, the end, and the message that tells it. No crash comes between them.
 * A transfer whose end is found meanwhile, or that never reached its write, is not decided.
 */
export async function decide(
  deps: MoneyDeps,
  outbox: Outbox,
  transfer: OpenTransfer,
  { end, reason, by }: Decision,
): Promise<DecisionOutcome> {
  const { transferId, evidence } = transfer;
  if (by[0] === by[1]) return { kind: 'same-person' };
  const { state } = deps.journal;
  const known = state.transfers.get(transferId);
  const isOpen = known ? known.phase === 'unknown' || known.phase === 'contradicted' : transfer.state === 'elsewhere';
  if (!isOpen || isTold(state, transferId)) return { kind: 'not-open' };
  await deps.at('deciding');
  const decided: EntryBody = { kind: 'staff-decided', transferId, end, reason, by: [by[0], by[1]] };
  const stored = writeDownEnd(
    deps,
    { transferId, cardNumber: evidence.cardNumber, end: end === 'written' ? 'settled' : 'voided', proof: 'staff' },
    ...(known ? [] : [{ kind: 'transfer-found' as const, transferId, on: transfer.on, evidence }]),
    decided,
    end === 'written'
      ? { kind: 'transfer-written', transferId, proof: 'staff', status: null }
      : { kind: 'transfer-voided', transferId, proof: 'staff' },
  );
  if (!stored.ok) return { kind: 'storage', detail: stored.error.detail };
  await deps.at('decided');
  const told = await outbox.send(stored.value);
  if (told.kind === 'refused') return { kind: 'refused', problem: told.problem };
  const stands = told.kind === 'answered' && 'state' in told.answer ? told.answer.state : null;
  return { kind: 'decided', stands };
}

/**
 * A card that staff decided about without it has turned up: where its history proves the contrary, that is told to the
 * center, which lists it and changes nothing (the first end stands). Only what the card vouches for proves anything
 * (settle.ts), so it is read once more, by secure Reads; a card that cannot be read is compared when it is seen again.
 * @returns the transfers that are listed now.
 */
export async function compareWithDecisions(
  deps: MoneyDeps,
  outbox: Outbox,
  account: Account,
  idm: string,
): Promise<string[]> {
  const { journal, cards } = deps;
  const ended = account.endedByStaff.filter(
    ({ transferId, evidence }) => evidence.idm === idm && !isBeingTold(journal, transferId),
  );
  if (ended.length === 0 || !cards.keyed) return [];
  const card = await cards.keyed.readProof(idm);
  if (!card.ok) return [];
  return ended.flatMap(({ transferId, evidence, state: stands }) => {
    const verdict = judge(evidence, card.value.history);
    const proves = verdict === 'written' ? 'settled' : 'voided';
    return verdict === 'cannot-tell' || proves === stands
      ? []
      : contradict(deps, outbox, { transferId, cardNumber: evidence.cardNumber, stands, proves });
  });
}

function contradict(
  { log, ...deps }: MoneyDeps,
  outbox: Outbox,
  {
    transferId,
    cardNumber,
    stands,
    proves,
  }: Record<'transferId' | 'cardNumber', string> & Record<'stands' | 'proves', 'settled' | 'voided'>,
): string[] {
  const stored = writeDownEnd(
    { log, ...deps },
    { transferId, cardNumber, end: proves, proof: 'history' },
    { kind: 'decision-contradicted', transferId, stands, proves },
  );
  log.error('decision-contradicted', { transferId, stands, proves, journaled: stored.ok });
  if (!stored.ok) return [];
  void outbox.send(stored.value);
  return [transferId];
}

function isBeingTold({ state }: Journal, transferId: string): boolean {
  return (
    state.transfers.has(transferId) ||
    state.discrepancies.some((each) => each.transferId === transferId) ||
    isTold(state, transferId)
  );
}

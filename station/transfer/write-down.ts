/** Entries that belong together, so that no crash comes between them: an end, and the message that tells it. */
import type { CallRequest } from '../../center/contract/index.ts';
import type { Result } from '../../hardware/result.ts';
import type { EntryBody, StorageError } from '../journal/index.ts';
import type { MoneyDeps } from './deps.ts';

export type FinishProof = CallRequest<'finish'>['proof'];

export interface Ended {
  readonly transferId: string;
  readonly cardNumber: string;
  readonly end: 'settled' | 'voided';
  readonly proof: FinishProof;
}

/** Journals `before` and the message to the center in one transaction. Gives the message's id for the outbox. */
export function writeDownEnd(
  deps: MoneyDeps,
  ended: Ended,
  ...before: readonly EntryBody[]
): Result<string, StorageError> {
  const messageId = deps.newId();
  const { cardNumber } = ended;
  const stored = deps.journal.append(...before, {
    kind: 'message-queued',
    cardNumber,
    message: { call: 'finish', messageId, request: { stationId: deps.journal.stationId, ...ended } },
  });
  return stored.ok ? { ok: true, value: messageId } : stored;
}

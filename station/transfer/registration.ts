import type { CallRequest } from '../../center/contract/index.ts';
import { unreachable } from '../../hardware/result.ts';
import type { RegisterOutcome } from '../money.ts';
import type { MoneyDeps } from './deps.ts';
import type { Outbox } from './outbox.ts';

type Registration = Omit<CallRequest<'register'>, 'stationId' | 'requestId'>;

/**
 * Journaled first, then told until the center has answered: "done" is what the center says, with the date and the
 * terms of the first request (A22). A card whose request still waits is not asked for a second time: the one that
 * waits keeps the business date on which the passenger agreed.
 */
export async function register(deps: MoneyDeps, outbox: Outbox, request: Registration): Promise<RegisterOutcome> {
  const waiting = pendingRegistration(deps, request.cardNumber);
  const messageId = waiting ?? deps.newId();
  if (!waiting) {
    const { cardNumber, cardKind, on, termsVersion } = request;
    const stored = deps.journal.append({
      kind: 'message-queued',
      cardNumber,
      message: {
        call: 'register',
        messageId,
        request: { stationId: deps.journal.stationId, requestId: messageId, cardNumber, cardKind, on, termsVersion },
      },
    });
    if (!stored.ok) return stored.error;
  }
  await deps.at('registration-queued');
  const told = await outbox.send(messageId);
  switch (told.kind) {
    case 'answered':
      return 'outcome' in told.answer ? { kind: 'answered', answer: told.answer } : { kind: 'center-unreachable' };
    case 'refused':
      return { kind: 'center-refused', problem: told.problem };
    case 'waiting':
      return { kind: 'center-unreachable' };
    default:
      return unreachable(told);
  }
}

function pendingRegistration({ journal }: MoneyDeps, cardNumber: string): string | null {
  for (const { message } of journal.state.outbox.values()) {
    if (message.call === 'register' && message.request.cardNumber === cardNumber) return message.messageId;
  }
  return null;
}

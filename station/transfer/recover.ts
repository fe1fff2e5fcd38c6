/** What the journal says at start, and what follows from it before the machine opens. */
import { unreachable } from '../../hardware/result.ts';
import { type EntryBody, isTold } from '../journal/index.ts';
import type { FinishedTransfer, OpenTransfer, Recovery } from '../money.ts';
import type { MoneyDeps } from './deps.ts';
import { openTransfers } from './open-transfers.ts';
import { referenceOf } from './reference.ts';

/**
 * One transaction: transfers whose command never left are void, a write that was under way is unknown, one that the
 * card had confirmed is told to the center. Where the journal takes nothing, the transfers stay listed as they are.
 */
export function recover(deps: MoneyDeps): Recovery {
  const { journal, log } = deps;
  const last = lastTransfer(deps);
  const finished = lastFinished(deps);
  const entries = [...journal.state.transfers.values()].flatMap((transfer) => followUp(deps, transfer.transferId));
  const stored = journal.append(...entries, started(deps));
  if (!stored.ok) log.error('journal-refused', { after: 'start' });
  const open = openTransfers(journal.state);
  log.info('recovered', { open: open.length, waiting: journal.state.outbox.size, last: last?.state ?? null });
  // Still open: its card has to be seen again. Not open any more: voided by the entries above.
  const stillOpen = open.find(({ transferId }) => transferId === last?.transferId) ?? null;
  const mayHaveLeft = last?.state === 'writing' || last?.state === 'unknown';
  return { interrupted: mayHaveLeft ? stillOpen : null, finished, neverSent: stillOpen ? null : last, open };
}

function started({ softwareVersion, wall, clock }: MoneyDeps): EntryBody {
  const body = { kind: 'station-started', softwareVersion } as const;
  return wall ? { ...body, wallOffsetMs: Math.round(wall.now() - clock.now()) } : body;
}

/** The last transfer, as the run before left it; null where it had ended. */
function lastTransfer({ journal }: MoneyDeps): OpenTransfer | null {
  const { lastTransferId } = journal.state;
  return openTransfers(journal.state).find(({ transferId }) => transferId === lastTransferId) ?? null;
}

/** It is over and the center has not answered to it: what came of it may not have been on the screen yet. */
function lastFinished({ journal }: MoneyDeps): FinishedTransfer | null {
  const last = journal.state.transfers.get(journal.state.lastTransferId ?? '');
  // What staff decided no card has said: nobody is shown that as a charge.
  if (last?.phase !== 'written' || last.decided) return null;
  const { transferId, evidence, cardKind, on } = last;
  return { transferId, reference: referenceOf(transferId), evidence, cardKind, on };
}

function followUp({ journal, newId }: MoneyDeps, transferId: string): EntryBody[] {
  const { state, stationId } = journal;
  const transfer = state.transfers.get(transferId);
  if (!transfer) return [];
  const { cardNumber } = transfer.evidence;
  const tell = (end: 'settled' | 'voided', proof: 'answer' | 'never-sent'): EntryBody => ({
    kind: 'message-queued',
    cardNumber,
    message: {
      call: 'finish',
      messageId: newId(),
      request: { stationId, transferId, end, proof, cardNumber },
    },
  });
  switch (transfer.phase) {
    case 'intended':
    case 'reserved':
      return [{ kind: 'transfer-voided', transferId, proof: 'never-sent' }, tell('voided', 'never-sent')];
    case 'writing':
      return [{ kind: 'transfer-unknown', transferId, detail: 'the station stopped while it wrote' }];
    case 'written':
      // Ends that were found by reading were queued with their entry; this one stopped before the read-back. A refused
      // message stays with staff; it is not told again.
      return isTold(state, transferId) ? [] : [tell('settled', 'answer')];
    case 'unknown':
    case 'contradicted':
    case 'voided':
      return [];
    default:
      return unreachable(transfer.phase);
  }
}

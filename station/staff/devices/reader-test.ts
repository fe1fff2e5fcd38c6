import type { CardAccess, CardError, ReaderError, Sighting } from '../../../hardware/card/port.ts';
import type { Clock } from '../../../hardware/clock.ts';
import { fail, type Result, unreachable } from '../../../hardware/result.ts';
import type { ReaderTestResult, ReaderTestStep, TestedCard } from '../../contract/staff-devices.ts';

type Outcome = ReaderTestStep['outcome'];
type Failure = CardError | ReaderError;

/**
 * One look and every question that the card there can answer, each with the time its answer took (ms, of the station's
 * clock: line, reader and card together). Nothing is written. A card of any kind is an answer.
 */
export async function testReader(card: CardAccess, clock: Clock): Promise<ReaderTestResult> {
  const steps: ReaderTestStep[] = [];
  async function timed<Value>(
    step: ReaderTestStep['step'],
    ask: () => Promise<Result<Value, Failure>>,
  ): Promise<Value | null> {
    const asked = clock.now();
    const answer = await ask();
    const ms = Math.round((clock.now() - asked) * 10) / 10;
    steps.push({ step, ms, outcome: answer.ok ? 'answered' : outcomeOf(answer.error) });
    return answer.ok ? answer.value : null;
  }

  const seen = await timed('look', () => card.look());
  if (!seen) return { card: { kind: 'none' }, steps };
  if (seen.on !== 'transit-card') return { card: cardOf(seen), steps };
  const { idm, issuer } = seen;
  const { keyed } = card;
  // Only ICOCA's own cards carry the issuer's block; for any other the keys do not fit, which is no fault.
  let issue = null;
  if (!keyed) steps.push({ step: 'issue', ms: 0, outcome: 'no-keys' });
  else if (issuer !== 'ICOCA') steps.push({ step: 'issue', ms: 0, outcome: 'not-on-this-card' });
  else issue = await timed('issue', () => keyed.readIssue(idm));
  const open = await timed('balance', () => card.readOpen(idm));
  await timed('presence', async () => {
    const isThere = await card.isPresent(idm);
    return isThere.ok && !isThere.value ? fail({ kind: 'card-gone' }) : isThere;
  });
  return {
    card: {
      kind: 'transit',
      issuer,
      cardKind: issue?.cardKind ?? null,
      cardTail: issue?.cardNumber.slice(-4) ?? null,
      balanceYen: open?.balanceYen ?? null,
      records: open?.history.length ?? null,
    },
    steps,
  };
}

function cardOf(seen: Exclude<Sighting, { on: 'transit-card' }>): TestedCard {
  switch (seen.on) {
    case 'nothing':
      return { kind: 'none' };
    case 'several':
      return { kind: 'several' };
    case 'other-technology':
      return { kind: 'not-felica' };
    case 'other-felica':
      return { kind: 'other-felica', systemCode: seen.systemCode };
    case 'staff-card':
      return { kind: 'staff' };
    default:
      return unreachable(seen);
  }
}

function outcomeOf(error: Failure): Outcome {
  switch (error.kind) {
    case 'reader-disconnected':
    case 'reader-failed':
      return 'reader-failed';
    case 'card-gone':
    case 'different-card':
    case 'several-cards':
      return 'no-answer';
    case 'not-authentic':
      return 'not-authentic';
    case 'card-refused':
    case 'card-data-invalid':
      return 'refused';
    default:
      return unreachable(error);
  }
}

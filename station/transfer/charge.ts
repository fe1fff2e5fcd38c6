/**
 * One point charge in one authenticated card session (design §3, steps 1–6). Every entry is on disk before the step
 * that it announces; nothing is written to a card twice under one id; silence is never taken for an answer.
 */
import type { CallAnswer, CallResult } from '../../center/contract/index.ts';
import type { ValueSession, WriteOutcome } from '../../hardware/card/port.ts';
import { fail, ok, type Result, unreachable } from '../../hardware/result.ts';
import type { ChargeOutcome, ChargeRequest, ChargeStep, NotCharged } from '../money.ts';
import type { MoneyDeps } from './deps.ts';
import { type Plan, planTransfer } from './evidence.ts';
import { toOpenTransfer } from './open-transfers.ts';
import type { Outbox } from './outbox.ts';
import { referenceOf } from './reference.ts';
import { settle } from './settle.ts';
import { writeDownEnd } from './write-down.ts';

export async function charge(
  deps: MoneyDeps,
  outbox: Outbox,
  request: ChargeRequest,
  onStep: (step: ChargeStep) => void,
): Promise<ChargeOutcome> {
  onStep('preparing');
  await deps.at('charge-begun');
  const opened = await openSession(deps, outbox, request);
  if (!opened.ok) return { kind: 'not-charged', because: opened.error };
  const session = opened.value;
  try {
    await deps.at('session-open');
    const reserved = await reserve(deps, outbox, session, request);
    if (!reserved.ok) return { kind: 'not-charged', because: reserved.error };
    return await write(deps, outbox, session, reserved.value, onStep);
  } finally {
    await session.end();
  }
}

async function openSession(
  deps: MoneyDeps,
  outbox: Outbox,
  request: ChargeRequest,
): Promise<Result<ValueSession, NotCharged>> {
  // A new reserve waits for the card's pending void: otherwise its own void could overtake it.
  if (!(await outbox.clear(request.cardNumber))) return fail({ kind: 'center-unreachable' });
  const { keyed } = deps.cards;
  if (!keyed) return fail({ kind: 'card', error: { kind: 'reader-failed', detail: 'this reader has no SAM' } });
  const opened = await keyed.openValueSession(request.idm);
  if (!opened.ok) return fail({ kind: 'card', error: opened.error });
  if (opened.value.issue.cardNumber === request.cardNumber && opened.value.idm === request.idm) return opened;
  await opened.value.end();
  return fail({ kind: 'card', error: { kind: 'different-card' } });
}

/** Steps 1 and 2. Whatever fails here, nothing was sent to the card: the transfer is void, provably. */
async function reserve(
  deps: MoneyDeps,
  outbox: Outbox,
  session: ValueSession,
  request: ChargeRequest,
): Promise<Result<Plan, NotCharged>> {
  const plan = planTransfer(session, { transferId: deps.newId(), points: request.points, on: request.on }, deps.mark);
  if (!plan) return fail({ kind: 'balance-changed' });
  const intended = await intend(deps, plan, request);
  if (!intended.ok) return intended;
  const { transferId, on, evidence } = plan;
  const { cardKind } = request;
  const hold = await deps.center.call('hold', {
    stationId: deps.journal.stationId,
    transferId,
    on,
    cardKind,
    evidence,
  });
  await deps.at('hold-answered');
  const refusal = whyNotHeld(hold, transferId);
  if (refusal) {
    await voidNeverSent(deps, outbox, plan);
    return fail(refusal);
  }
  const stored = deps.journal.append({ kind: 'transfer-reserved', transferId });
  if (!stored.ok) return fail(stored.error);
  await deps.at('reserved');
  return ok(plan);
}

async function intend(deps: MoneyDeps, plan: Plan, request: ChargeRequest): Promise<Result<void, NotCharged>> {
  const room = deps.journal.secureSpace();
  if (!room.ok) return room;
  await deps.at('space-secured');
  const { transferId, on, evidence } = plan;
  const { cardKind } = request;
  const stored = deps.journal.append({ kind: 'transfer-intended', transferId, on, cardKind, evidence });
  if (!stored.ok) return stored;
  await deps.at('intended');
  return ok(undefined);
}

function whyNotHeld(hold: CallResult<'hold'>, transferId: string): NotCharged | null {
  if (!hold.ok) {
    const { error } = hold;
    return error.kind === 'refused'
      ? { kind: 'center-refused', problem: error.problem }
      : { kind: 'center-unreachable' };
  }
  // An answer about another transfer, or a fresh id that has already ended: whatever went wrong, it must not write.
  const isHeld = hold.value.state === 'held' && hold.value.transferId === transferId;
  return isHeld ? null : { kind: 'center-unreachable' };
}

/**
 * Also after a refusal: a doubled request that comes late must find the tombstone, not free points. Where the journal
 * cannot take it, the next start voids the transfer (recover.ts).
 */
async function voidNeverSent(deps: MoneyDeps, outbox: Outbox, plan: Plan): Promise<void> {
  const { transferId } = plan;
  const proof = 'never-sent';
  const queued = writeDownEnd(
    deps,
    { transferId, cardNumber: plan.evidence.cardNumber, end: 'voided', proof },
    { kind: 'transfer-voided', transferId, proof },
  );
  await deps.at('voided');
  if (queued.ok) void outbox.send(queued.value);
}

/** Steps 3 to 6. */
async function write(
  deps: MoneyDeps,
  outbox: Outbox,
  session: ValueSession,
  plan: Plan,
  onStep: (step: ChargeStep) => void,
): Promise<ChargeOutcome> {
  const announced = deps.journal.append({ kind: 'transfer-writing', transferId: plan.transferId });
  if (!announced.ok) return { kind: 'not-charged', because: announced.error };
  await deps.at('writing');
  onStep('writing');
  const outcome = await session.write(plan.change);
  await deps.at('write-answered');
  switch (outcome.kind) {
    case 'written':
      return await afterWritten(deps, outbox, session, plan, outcome, onStep);
    case 'refused':
      return await afterRefused(deps, outbox, session, plan, outcome);
    case 'unknown':
      return await notKnown(deps, plan, outcome.detail);
    default:
      return unreachable(outcome);
  }
}

async function afterWritten(
  deps: MoneyDeps,
  outbox: Outbox,
  session: ValueSession,
  plan: Plan,
  outcome: Extract<WriteOutcome, { kind: 'written' }>,
  onStep: (step: ChargeStep) => void,
): Promise<ChargeOutcome> {
  const { transferId, change, evidence } = plan;
  const { status } = outcome;
  const written = deps.journal.append({ kind: 'transfer-written', transferId, proof: 'answer', status });
  if (!written.ok) deps.log.error('journal-refused', { transferId, after: 'writing' });
  await deps.at('written');
  onStep('checking');
  const back = await session.readBack();
  await deps.at('read-back');
  // A card that was taken away right after its answer has answered: only another value contradicts it.
  if (back.ok && (back.value.balanceYen !== change.balanceYen || back.value.updateNumber !== change.updateNumber)) {
    return contradiction(deps, plan, 'the card answered "written" and shows other values');
  }
  const reference = referenceOf(transferId);
  const charged = { kind: 'charged', transferId, reference, balanceYen: change.balanceYen } as const;
  // Where the journal did not take "written" it ends with "writing": the next start asks the card (recover.ts).
  if (!written.ok) return { ...charged, pointsLeft: null };
  const ended = { transferId, cardNumber: evidence.cardNumber, end: 'settled', proof: 'answer' } as const;
  const queued = writeDownEnd(deps, ended);
  if (!queued.ok) outbox.owe(ended);
  await deps.at('finish-queued');
  const told = queued.ok ? await outbox.send(queued.value) : null;
  return { ...charged, pointsLeft: told?.kind === 'answered' ? pointsIn(told.answer) : null };
}

function pointsIn(answer: CallAnswer<'finish'> | CallAnswer<'register'>): number | null {
  return 'points' in answer ? answer.points : null;
}

/** The card said no; that nothing was written is proven by reading it afresh, like after any silence. */
async function afterRefused(
  deps: MoneyDeps,
  outbox: Outbox,
  session: ValueSession,
  plan: Plan,
  outcome: Extract<WriteOutcome, { kind: 'refused' }>,
): Promise<ChargeOutcome> {
  const { status } = outcome;
  const unknown = await notKnown(deps, plan, `refused with ${status}`);
  await session.end();
  if (unknown.kind !== 'unknown') return unknown;
  const settled = await settle(deps, outbox, unknown.transfer, plan.evidence.idm, 'refused');
  if (settled.kind === 'voided') {
    return { kind: 'not-charged', because: { kind: 'card', error: { kind: 'card-refused', status } } };
  }
  if (settled.kind === 'written') return contradiction(deps, plan, `refused with ${status}, and written`);
  return unknown;
}

async function notKnown(deps: MoneyDeps, plan: Plan, detail: string): Promise<ChargeOutcome> {
  const stored = deps.journal.append({ kind: 'transfer-unknown', transferId: plan.transferId, detail });
  if (!stored.ok) deps.log.error('journal-refused', { transferId: plan.transferId, after: 'writing' });
  deps.log.warn('transfer-unknown', { transferId: plan.transferId, detail });
  await deps.at('unknown');
  return { kind: 'unknown', transfer: asOpen(plan) };
}

function contradiction(deps: MoneyDeps, plan: Plan, detail: string): ChargeOutcome {
  const { transferId } = plan;
  // A refusal that reading proved to be a write may have been told to the center already: then it is over.
  if (deps.journal.state.transfers.has(transferId)) {
    const stored = deps.journal.append({ kind: 'transfer-contradicted', transferId, detail });
    if (!stored.ok) deps.log.error('journal-refused', { transferId, after: 'contradiction' });
  }
  deps.log.error('transfer-contradicted', { transferId, detail });
  return { kind: 'contradiction', transfer: asOpen(plan) };
}

function asOpen({ transferId, on, evidence }: Plan) {
  return toOpenTransfer({ transferId, on, evidence, cardKind: null, phase: 'unknown' }, 'unknown');
}

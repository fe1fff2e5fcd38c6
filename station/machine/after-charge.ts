import { assign, enqueueActions, fromPromise, setup } from 'xstate';
import { unreachable } from '../../hardware/result.ts';
import type { KeptBecause, ReceiptState } from '../contract/screen.ts';
import { limits } from '../delays.ts';
import type { FinishedTransfer, Money, OpenTransfer } from '../money.ts';
import { pointChargeReceipt, unresolvedReceipt } from '../receipts/receipt.ts';
import type { StationDeps } from './deps.ts';
import { leaving, type SessionEnd, WIPED } from './ends.ts';
import { passOn } from './pass-on.ts';
import { presenceMachine } from './presence.ts';
import { afterPrinting, printingMachine } from './printing.ts';
import { tailOf } from './read-card.ts';
import { type SettlingEnd, settlingMachine } from './settling.ts';
import { timeLimitMachine } from './time-limit.ts';
import { toldMachine } from './told.ts';

/** All that is left of a session once the points are on the card: amounts and the last four digits (design §5). */
export interface Charged {
  /** A transfer of before, settled just now. */
  readonly earlier: boolean;
  readonly reference: string;
  readonly on: string;
  readonly charge: number;
  readonly balanceYen: number;
  readonly pointsLeft: number | null;
  readonly keptBecause: KeptBecause;
  readonly cardTail: string;
}

/** What is left of the points that were offered once the charge is on the card, and why. */
export interface Left {
  readonly pointsLeft: number;
  readonly keptBecause: KeptBecause;
}

export type AfterChargeInput =
  | { readonly kind: 'charged'; readonly charged: Charged; readonly idm: string }
  /** Nobody knows whether the card was written. `left` null: since before the machine was started. */
  | { readonly kind: 'unknown'; readonly transfer: OpenTransfer; readonly left: Left | null }
  | { readonly kind: 'unresolved'; readonly transfer: OpenTransfer }
  /** The card was written in the run before; its passenger may not have been told. */
  | { readonly kind: 'finished'; readonly transfer: FinishedTransfer };

interface Context {
  readonly start: AfterChargeInput['kind'];
  readonly left: Left | null;
  readonly idm: string | null;
  readonly charged: Charged | null;
  readonly transfer: OpenTransfer | null;
  /** Whose points are to be asked for. */
  readonly finished: FinishedTransfer | null;
  readonly end: SessionEnd;
}

/** What comes after a charge: done, or the same card once more, or staff; and the receipt. */
export function afterChargeMachine(deps: StationDeps, money: Money) {
  return setup({
    types: {
      context: {} as Context,
      input: {} as AfterChargeInput,
      output: {} as SessionEnd,
      events: {} as { type: 'touched' | 'continue' | 'cancel' | 'call-staff' } | { type: 'receipt'; wanted: boolean },
      children: {} as {
        settling: 'settling';
        timeLimit: 'timeLimit';
        presence: 'presence';
        printing: 'printing';
        told: 'told';
        account: 'account';
      },
    },
    actors: {
      settling: settlingMachine(deps, money),
      timeLimit: timeLimitMachine(deps.clock),
      presence: presenceMachine(deps),
      printing: printingMachine(deps),
      told: toldMachine(deps),
      /** The points that can be used now; null where the center does not say. */
      account: fromPromise<number | null, FinishedTransfer>(({ input }) => pointsOf(money, input)),
    },
    actions: {
      passOn: enqueueActions(passOn),
      forgetCard: assign({ idm: null, end: WIPED }),
      leave: assign({ end: ({ context }) => leaving(context.idm) }),
      callStaff: assign({
        end: ({ context }) => ({
          kind: 'staff-called',
          reference: context.transfer?.reference ?? context.charged?.reference ?? null,
        }),
      }),
    },
    guards: {
      receiptWanted: ({ event }) => event.type === 'receipt' && event.wanted && printable(deps.receipts.state),
      isCharged: ({ context }) => context.start === 'charged',
      isUnresolved: ({ context }) => context.start === 'unresolved',
      isFinished: ({ context }) => context.start === 'finished',
    },
  }).createMachine({
    id: 'afterCharge',
    context: ({ input }) => ({
      start: input.kind,
      left: input.kind === 'unknown' ? input.left : null,
      ...beginningOf(input),
      end: WIPED,
    }),
    on: { '*': { actions: 'passOn' } },
    initial: 'beginning',
    states: {
      beginning: {
        always: [
          { guard: 'isCharged', target: 'charged', description: 'written' },
          { guard: 'isUnresolved', target: 'unresolved', description: 'not to be settled here' },
          { guard: 'isFinished', target: 'askingPoints', description: 'written in the run before' },
          { target: 'settling', description: 'unknown' },
        ],
      },
      settling: {
        invoke: {
          src: 'settling',
          id: 'settling',
          input: ({ context }) => ({ transfer: transferOf(context) }),
          onDone: [
            {
              guard: ({ context, event }) => event.output.kind === 'written' && context.left !== null,
              target: 'charged',
              description: 'it had been written',
              actions: [
                assign(({ context, event }) => writtenAfterAll(context, event.output)),
                assign({ transfer: null }),
              ],
            },
            {
              guard: ({ event }) => event.output.kind === 'written',
              target: 'askingPoints',
              description: 'it had been written, in the run before',
              actions: assign(({ context, event }) => writtenAfterAll(context, event.output)),
            },
            {
              guard: ({ event }) => event.output.kind === 'voided',
              target: 'notDone',
              description: 'nothing had been written',
            },
            {
              guard: ({ event }) => event.output.kind === 'unresolved',
              target: 'unresolved',
              description: 'staff decide',
            },
            {
              guard: ({ event }) => event.output.kind === 'storage',
              target: 'ended',
              description: 'the journal cannot be written',
              actions: assign({ transfer: null, end: { kind: 'out-of-service', reason: 'storage' } }),
            },
            { target: 'ended', description: 'the passenger left', actions: assign({ transfer: null, end: WIPED }) },
          ],
          onError: { target: 'unresolved', description: 'defect' },
        },
      },
      askingPoints: {
        invoke: {
          src: 'account',
          id: 'account',
          input: ({ context }) => context.finished ?? transferOf(context),
          onDone: {
            target: 'charged',
            actions: assign(({ context, event }) => ({
              ...FORGOTTEN,
              charged: context.charged && { ...context.charged, pointsLeft: event.output },
            })),
          },
          onError: { target: 'charged', description: 'defect', actions: assign(FORGOTTEN) },
        },
      },
      charged: {
        on: {
          receipt: [
            { guard: 'receiptWanted', target: 'printing', description: 'receipt' },
            { target: 'ended', description: 'no receipt', actions: 'leave' },
          ],
          continue: { target: 'ended', actions: 'leave' },
          'call-staff': { target: 'ended', actions: 'callStaff' },
        },
        initial: 'cardLies',
        states: {
          cardLies: {
            invoke: [
              {
                src: 'presence',
                id: 'presence',
                input: ({ context }) => ({ idm: context.idm ?? '' }),
                onDone: { target: 'cardGone', description: 'card taken', actions: 'forgetCard' },
              },
              {
                src: 'timeLimit',
                id: 'timeLimit',
                input: limits.done,
                onDone: { target: '#afterCharge.ended', actions: 'leave' },
              },
            ],
          },
          cardGone: {
            invoke: {
              src: 'timeLimit',
              id: 'timeLimit',
              input: limits.doneAfterCard,
              onDone: { target: '#afterCharge.ended', actions: 'leave' },
            },
          },
        },
      },
      notDone: {
        invoke: {
          src: 'told',
          id: 'told',
          input: ({ context }) => ({
            trouble: { kind: 'charge-not-done', points: context.transfer?.evidence.points ?? 0 },
            idm: context.transfer?.evidence.idm ?? null,
          }),
          onDone: {
            target: 'ended',
            actions: assign({
              transfer: null,
              end: ({ event }) =>
                event.output.kind === 'try-again' ? { kind: 'job', job: 'point-charge' } : event.output.end,
            }),
          },
          onError: { target: 'ended', description: 'defect', actions: 'leave' },
        },
      },
      unresolved: {
        invoke: {
          src: 'timeLimit',
          id: 'timeLimit',
          input: limits.unresolved,
          onDone: { target: 'ended', actions: 'leave' },
        },
        on: {
          receipt: [
            { guard: 'receiptWanted', target: 'printing', description: 'receipt' },
            { target: 'ended', description: 'no receipt', actions: 'leave' },
          ],
          continue: { target: 'ended', actions: 'leave' },
          'call-staff': { target: 'ended', actions: 'callStaff' },
        },
      },
      printing: {
        invoke: {
          src: 'printing',
          id: 'printing',
          input: ({ context }) => ({
            receipt: context.charged ? pointChargeReceipt(context.charged) : unresolvedReceipt(transferOf(context)),
            reference: context.charged?.reference ?? context.transfer?.reference ?? null,
          }),
          onDone: {
            target: 'ended',
            actions: assign({ end: ({ context, event }) => afterPrinting(event.output, context.idm) }),
          },
          onError: { target: 'ended', description: 'defect', actions: 'leave' },
        },
      },
      ended: { type: 'final' },
    },
    output: ({ context }) => context.end,
  });
}

/** The card number goes with them. */
const FORGOTTEN = { transfer: null, finished: null } as const;

function beginningOf(input: AfterChargeInput): Pick<Context, 'idm' | 'charged' | 'transfer' | 'finished'> {
  switch (input.kind) {
    case 'charged':
      return { ...FORGOTTEN, idm: input.idm, charged: input.charged };
    case 'unknown':
    case 'unresolved':
      return { ...FORGOTTEN, idm: null, charged: null, transfer: input.transfer };
    case 'finished': {
      const { transfer } = input;
      const { idm, balanceYen, points } = transfer.evidence;
      return { ...FORGOTTEN, idm, charged: chargedBefore(transfer, balanceYen + points, null), finished: transfer };
    }
    default:
      return unreachable(input);
  }
}

/** Would a receipt come out? */
export function printable(state: ReceiptState): boolean {
  return state === 'ready' || state === 'paper-low';
}

function transferOf(context: Context): OpenTransfer {
  if (!context.transfer) throw new Error('no transfer to settle');
  return context.transfer;
}

/** The card number goes with the transfer; amounts and the last four digits stay. */
function writtenAfterAll(context: Context, end: SettlingEnd): Partial<Context> {
  if (end.kind !== 'written') return {};
  return { idm: end.transfer.evidence.idm, charged: chargedBefore(end.transfer, end.balanceYen, context.left) };
}

/** @param left null: since before the machine was started. */
function chargedBefore({ evidence, reference, on }: FinishedTransfer, balanceYen: number, left: Left | null): Charged {
  return {
    earlier: left === null,
    reference,
    on,
    charge: evidence.points,
    balanceYen,
    pointsLeft: left?.pointsLeft ?? null,
    keptBecause: left?.keptBecause ?? null,
    cardTail: tailOf(evidence.cardNumber),
  };
}

async function pointsOf(money: Money, { evidence, cardKind }: FinishedTransfer): Promise<number | null> {
  if (!cardKind) return null;
  const { idm, cardNumber } = evidence;
  const outcome = await money.account({ idm, cardNumber, cardKind });
  return outcome.kind === 'account' ? outcome.account.points : null;
}

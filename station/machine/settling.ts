import { assign, enqueueActions, fromPromise, setup } from 'xstate';
import { limits, SETTLING_READINGS } from '../delays.ts';
import type { Money, OpenTransfer, SettleOutcome } from '../money.ts';
import type { StationDeps } from './deps.ts';
import { findCardMachine } from './find-card.ts';
import { passOn } from './pass-on.ts';
import { timeLimitMachine } from './time-limit.ts';

export interface SettlingInput {
  readonly transfer: OpenTransfer;
}

export type SettlingEnd =
  | { readonly kind: 'written' | 'voided'; readonly transfer: OpenTransfer; readonly balanceYen: number }
  /** Staff decide: the evidence is gone, or three readings did not help, or the passenger asked for staff. */
  | { readonly kind: 'unresolved'; readonly transfer: OpenTransfer }
  /** The time was up; the transfer stays listed and the card settles it wherever it is laid next. */
  | { readonly kind: 'left' }
  | { readonly kind: 'storage' };

interface Context {
  readonly transfer: OpenTransfer;
  readonly tries: number;
  readonly end: SettlingEnd;
}

/**
 * Finds out how an open transfer ended: asks for the same card, reads it afresh, at most three readings (never a
 * second write), then staff (facts/points.md §4.5, design §3).
 */
export function settlingMachine(deps: StationDeps, money: Money) {
  return setup({
    types: {
      context: {} as Context,
      input: {} as SettlingInput,
      output: {} as SettlingEnd,
      events: {} as { type: 'touched' } | { type: 'call-staff' },
      children: {} as { findCard: 'findCard'; timeLimit: 'timeLimit' },
    },
    actors: {
      findCard: findCardMachine(deps),
      timeLimit: timeLimitMachine(deps.clock),
      settle: fromPromise<SettleOutcome, OpenTransfer>(({ input }) => money.settle(input, input.evidence.idm)),
    },
    actions: {
      passOn: enqueueActions(passOn),
      countReading: assign({ tries: ({ context }) => context.tries + 1 }),
      giveUp: assign({ end: ({ context }) => ({ kind: 'unresolved', transfer: context.transfer }) }),
    },
    guards: { mayTryAgain: ({ context }) => context.tries + 1 < SETTLING_READINGS },
  }).createMachine({
    id: 'settling',
    context: ({ input }) => ({ transfer: input.transfer, tries: 0, end: { kind: 'left' } }),
    on: { '*': { actions: 'passOn' } },
    initial: 'asking',
    states: {
      asking: {
        invoke: [
          {
            src: 'findCard',
            id: 'findCard',
            input: ({ context }) => ({ only: context.transfer.evidence.idm }),
            onDone: { target: 'reading', description: 'the same card' },
          },
          { src: 'timeLimit', id: 'timeLimit', input: limits.laySameCard, onDone: 'ended' },
        ],
        on: {
          'call-staff': { target: 'ended', actions: 'giveUp' },
        },
      },
      reading: {
        invoke: {
          src: 'settle',
          input: ({ context }) => context.transfer,
          onDone: [
            {
              guard: ({ event }) => event.output.kind === 'written' || event.output.kind === 'voided',
              target: 'ended',
              description: 'proven by the history',
              actions: assign({ end: ({ context, event }) => proven(event.output) ?? context.end }),
            },
            {
              guard: ({ event }) => event.output.kind === 'storage',
              target: 'ended',
              description: 'the journal cannot be written',
              actions: assign({ end: { kind: 'storage' } }),
            },
            {
              guard: ({ event }) => event.output.kind === 'evidence-gone',
              target: 'ended',
              description: 'evidence gone',
              actions: 'giveUp',
            },
            { guard: 'mayTryAgain', target: 'asking', description: 'not read', actions: 'countReading' },
            { target: 'ended', description: 'three readings', actions: 'giveUp' },
          ],
          onError: { target: 'ended', description: 'defect', actions: 'giveUp' },
        },
      },
      ended: { type: 'final' },
    },
    output: ({ context }) => context.end,
  });
}

function proven(outcome: SettleOutcome): SettlingEnd | null {
  if (outcome.kind !== 'written' && outcome.kind !== 'voided') return null;
  return { kind: outcome.kind, transfer: outcome.transfer, balanceYen: outcome.card.balanceYen };
}

import { assign, enqueueActions, fromPromise, sendParent, setup } from 'xstate';
import type {
  CaseEnd,
  DecidedEnd,
  DecisionReason,
  Printed,
  SecondProblem,
  StoryStep,
} from '../../contract/staff-money.ts';
import { delays } from '../../delays.ts';
import type { StationDeps } from '../../machine/deps.ts';
import { findCardMachine } from '../../machine/find-card.ts';
import { passOn } from '../../machine/pass-on.ts';
import { presenceMachine } from '../../machine/presence.ts';
import type { DecisionOutcome, Money, OpenTransfer, SettleOutcome } from '../../money.ts';
import type { Receipt } from '../../receipts/receipt.ts';
import type { Admission } from '../access/access.ts';
import { pinAt, shuffledPad } from '../access/pin.ts';
import type { StaffBooks } from '../books.ts';
import type { CaseList, StaffCase } from '../cases.ts';
import type { StaffCard, Who } from '../parts.ts';
import { endOfDecision, endOfSettling, problemOf, slipOf } from './outcomes.ts';
import { printedAs } from './printed.ts';
import { secondCardMachine } from './second-card.ts';

export interface CaseContext {
  readonly who: Who;
  readonly list: CaseList;
  readonly chosen: StaffCase | null;
  readonly story: readonly StoryStep[];
  readonly end: DecidedEnd;
  readonly reason: DecisionReason;
  readonly second: { readonly card: StaffCard; readonly who: Who | null } | null;
  readonly secondProblem: SecondProblem | null;
  /** IDm of a second card that was turned away and may lie there still. */
  readonly refused: string | null;
  readonly pad: readonly number[];
  readonly wrong: boolean;
  readonly triesLeft: number;
  readonly how: CaseEnd;
  readonly stands: 'settled' | 'voided' | null;
  readonly printed: Printed;
}

type Event =
  | { type: 'refresh' | 'resolve-with-card' | 'decide' | 'tell-again' | 'hand-over' | 'print' | 'back' | 'confirm' }
  | { type: 'open-case'; at: number }
  | { type: 'choose-end'; end: DecidedEnd }
  | { type: 'choose-reason'; reason: DecisionReason }
  | { type: 'pin'; places: readonly number[] };

/**
 * Unresolved transfers: the list, one of them step by step, and its ways to an end: its card on the reader (read as
 * anywhere, never written), or two members of staff. While another card needs the reader it is lent, each step of that
 * for a minute at most; then the staff card has to lie there again.
 */
export function unresolvedRoom(deps: StationDeps, money: Money, books: StaffBooks) {
  const { access, audit, random } = deps.staff;
  /** False: it could not be written down. */
  const note = ({ who, chosen }: CaseContext, act: string, more = ''): boolean => {
    const detail = `${chosen?.reference ?? ''}${more && ` ${more}`}`;
    return audit.append({ kind: 'act', card: who.hash, act, detail }).ok;
  };
  return setup({
    types: {
      context: {} as CaseContext,
      input: {} as { who: Who },
      events: {} as Event,
      children: {} as {
        findCard: 'findCard';
        secondCard: 'secondCard';
        presence: 'presence';
      },
    },
    actors: {
      list: fromPromise<CaseList>(() => books.cases()),
      story: fromPromise<readonly StoryStep[], { transferId: string }>(({ input }) => books.story(input.transferId)),
      findCard: findCardMachine(deps),
      settle: fromPromise<SettleOutcome, OpenTransfer>(({ input }) => money.settle(input, input.evidence.idm)),
      secondCard: secondCardMachine(deps),
      presence: presenceMachine(deps),
      admit: fromPromise<Admission, StaffCard>(({ input }) => access.admit(input)),
      decide: fromPromise<DecisionOutcome, CaseContext>(({ input }) => {
        const { chosen, end, reason, who, second } = input;
        if (!chosen?.transfer || !second?.who) return Promise.resolve({ kind: 'not-open' });
        if (!note(input, 'decide', `${end}, ${reason}`)) {
          return Promise.resolve({ kind: 'storage', detail: 'the staff log cannot be written' });
        }
        return money.decide(chosen.transfer, { end, reason, by: [who.hash, second.who.hash] });
      }),
      print: fromPromise<Printed, Receipt>(async ({ input }) => printedAs(await deps.receipts.print(input))),
    },
    actions: {
      passOn: enqueueActions(passOn),
      lend: sendParent({ type: 'reader.lend' }),
      giveBack: sendParent({ type: 'reader.return' }),
      noCard: assign({ how: 'no-card' }),
      failed: assign({ how: 'not-read' }),
      tellAgain: assign(({ context }) => {
        note(context, 'tell-again');
        const { messageId } = context.chosen ?? {};
        const done = messageId ? money.tellAgain(messageId, context.who.hash) : false;
        return { how: done ? ('told-again' as const) : ('not-open' as const) };
      }),
      handOver: assign(({ context }) => {
        note(context, 'hand-over');
        const done = context.chosen ? money.handOver(context.chosen.transferId, context.who.hash) : false;
        return { how: done ? ('handed-over' as const) : ('not-open' as const) };
      }),
      shuffle: assign({ pad: () => shuffledPad(random) }),
      tryPin: assign(({ context, event }) => {
        const pin = event.type === 'pin' ? pinAt(context.pad, event.places) : null;
        if (pin === null || !context.second) return {};
        const outcome = access.tryPin(context.second.card, pin);
        switch (outcome.kind) {
          case 'right':
            note(context, 'second-person', outcome.who.staffId);
            return { second: { ...context.second, who: outcome.who }, wrong: false };
          case 'wrong':
            return { wrong: true, triesLeft: outcome.triesLeft };
          default:
            return turnedAway(context, problemOf(outcome));
        }
      }),
      noteResolving: ({ context }) => {
        note(context, 'resolve-with-card');
      },
    },
    guards: {
      hasTransfer: ({ context }) => context.chosen?.transfer != null,
      canDecide: ({ context }) => context.chosen?.transfer != null && context.chosen.kind !== 'refused',
      isRefused: ({ context }) => context.chosen?.messageId != null,
      isWrong: ({ context }) => context.chosen?.kind === 'refused' || context.chosen?.kind === 'discrepancy',
      pinWasRight: ({ context }) => context.second?.who != null,
      isTurnedAway: ({ context }) => context.second === null,
      hasSlip: ({ context }) => slipOf(context, null) !== null,
    },
    delays: { readerLent: delays.readerLent },
  }).createMachine({
    id: 'unresolved',
    context: ({ input }) => ({
      who: input.who,
      list: { cases: [], centerAsked: true },
      chosen: null,
      story: [],
      end: 'not-written',
      reason: 'operator-ordered',
      second: null,
      secondProblem: null,
      refused: null,
      pad: [],
      wrong: false,
      triesLeft: 0,
      how: 'not-open',
      stands: null,
      printed: null,
    }),
    on: { '*': { actions: 'passOn' } },
    initial: 'listing',
    states: {
      listing: {
        invoke: {
          src: 'list',
          onDone: { target: 'list', actions: assign({ list: ({ event }) => event.output, chosen: null }) },
          onError: 'list',
        },
      },
      list: {
        on: {
          refresh: 'listing',
          back: 'left',
          'open-case': {
            guard: ({ context, event }) => context.list.cases[event.at] !== undefined,
            target: 'reading',
            actions: assign({ chosen: ({ context, event }) => context.list.cases[event.at] ?? null }),
          },
        },
      },
      reading: {
        entry: assign({ story: [] }),
        invoke: {
          src: 'story',
          input: ({ context }) => ({ transferId: context.chosen?.transferId ?? '' }),
          onDone: { target: 'case', actions: assign({ story: ({ event }) => event.output }) },
          onError: 'case',
        },
      },
      case: {
        entry: assign({ second: null, secondProblem: null, refused: null, stands: null, printed: null }),
        on: {
          back: 'listing',
          'resolve-with-card': { guard: 'hasTransfer', target: 'withCard' },
          decide: { guard: 'canDecide', target: 'choosingEnd' },
          'tell-again': { guard: 'isRefused', target: 'ended', actions: 'tellAgain' },
          'hand-over': { guard: 'isWrong', target: 'ended', actions: 'handOver' },
        },
      },
      withCard: {
        entry: ['lend', 'noteResolving'],
        exit: 'giveBack',
        initial: 'laying',
        states: {
          laying: {
            invoke: {
              src: 'findCard',
              id: 'findCard',
              input: ({ context }) => ({ only: context.chosen?.transfer?.evidence.idm ?? '' }),
              onDone: 'settling',
            },
            after: { readerLent: { target: '#unresolved.ended', actions: 'noCard' } },
            on: { back: '#unresolved.case' },
          },
          settling: {
            tags: ['in-flight'],
            entry: 'lend',
            invoke: {
              src: 'settle',
              input: ({ context }) => transferOf(context),
              onDone: {
                target: '#unresolved.ended',
                actions: assign({ how: ({ event }) => endOfSettling(event.output) }),
              },
              onError: { target: '#unresolved.ended', actions: 'failed' },
            },
          },
        },
      },
      choosingEnd: {
        on: {
          back: 'case',
          'choose-end': { target: 'choosingReason', actions: assign({ end: ({ event }) => event.end }) },
        },
      },
      choosingReason: {
        on: {
          back: 'choosingEnd',
          'choose-reason': { target: 'confirming', actions: assign({ reason: ({ event }) => event.reason }) },
        },
      },
      confirming: { on: { back: 'choosingReason', confirm: 'secondPerson' } },
      secondPerson: {
        entry: 'lend',
        exit: 'giveBack',
        initial: 'laying',
        states: {
          laying: {
            invoke: {
              src: 'secondCard',
              id: 'secondCard',
              input: ({ context: { who, secondProblem, refused } }) => ({
                first: who,
                problem: secondProblem,
                refused,
              }),
              onDone: {
                target: 'admitting',
                actions: assign({ second: ({ event }) => event.output && { card: event.output, who: null } }),
              },
            },
            after: { readerLent: { target: '#unresolved.ended', actions: 'noCard' } },
            on: { back: '#unresolved.confirming' },
          },
          admitting: {
            invoke: {
              src: 'admit',
              input: ({ context }) => cardOf(context),
              onDone: [
                {
                  guard: ({ event }) => event.output.kind === 'pin',
                  target: 'enteringPin',
                  actions: assign({
                    wrong: false,
                    triesLeft: ({ event }) => (event.output.kind === 'pin' ? event.output.triesLeft : 0),
                  }),
                },
                {
                  target: 'laying',
                  actions: assign(({ context, event }) => turnedAway(context, problemOf(event.output))),
                },
              ],
              onError: { target: 'laying', actions: assign(({ context }) => turnedAway(context, 'not-read')) },
            },
            on: { back: '#unresolved.confirming' },
          },
          enteringPin: {
            entry: ['lend', 'shuffle'],
            invoke: {
              src: 'presence',
              id: 'presence',
              input: ({ context }) => ({ idm: cardOf(context).idm }),
              onDone: { target: 'laying', actions: assign({ second: null, secondProblem: 'not-read' }) },
            },
            after: { readerLent: { target: '#unresolved.ended', actions: 'noCard' } },
            on: {
              back: '#unresolved.confirming',
              pin: { target: 'judged', actions: 'tryPin' },
            },
          },
          judged: {
            always: [
              { guard: 'pinWasRight', target: 'deciding' },
              { guard: 'isTurnedAway', target: 'laying' },
              { target: 'enteringPin' },
            ],
          },
          deciding: {
            tags: ['in-flight'],
            invoke: {
              src: 'decide',
              input: ({ context }) => context,
              onDone: {
                target: '#unresolved.ended',
                actions: assign(({ context, event }) => endOfDecision(event.output, context.end)),
              },
              onError: { target: '#unresolved.ended', actions: 'failed' },
            },
          },
        },
      },
      ended: {
        on: { confirm: 'listing', back: 'listing', print: { guard: 'hasSlip', target: 'printing' } },
      },
      printing: {
        invoke: {
          src: 'print',
          input: ({ context }) => slip(context, deps),
          onDone: { target: 'ended', actions: assign({ printed: ({ event }) => event.output }) },
          onError: { target: 'ended', actions: assign({ printed: 'unknown' }) },
        },
      },
      left: { type: 'final' },
    },
  });
}

function turnedAway({ second }: CaseContext, problem: SecondProblem | null) {
  return { second: null, secondProblem: problem, refused: second?.card.idm ?? null };
}

function transferOf({ chosen }: CaseContext): OpenTransfer {
  if (!chosen?.transfer) throw new Error('nothing to be settled');
  return chosen.transfer;
}

function cardOf({ second }: CaseContext): StaffCard {
  if (!second) throw new Error('no second card');
  return second.card;
}

function slip(context: CaseContext, { day }: StationDeps): Receipt {
  const receipt = slipOf(context, day.today?.businessDate ?? null);
  if (!receipt) throw new Error('nothing to be printed');
  return receipt;
}

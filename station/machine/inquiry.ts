import { assign, enqueueActions, setup } from 'xstate';
import type { CampaignToday } from '../../center/contract/index.ts';
import type { Sighting } from '../../hardware/card/port.ts';
import { unreachable } from '../../hardware/result.ts';
import type { Job } from '../contract/words.ts';
import { limits } from '../delays.ts';
import type { Money, OpenTransfer } from '../money.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { afterChargeMachine, printable } from './after-charge.ts';
import { troubleAtBegin } from './begin.ts';
import { decidePointCharge } from './decide-point-charge.ts';
import type { StationDeps } from './deps.ts';
import { leaving, type SessionEnd, STAFF_CALLED, type Told, WIPED } from './ends.ts';
import { type Identified, identifyMachine } from './identify.ts';
import { passOn } from './pass-on.ts';
import { presenceMachine } from './presence.ts';
import { printingMachine } from './printing.ts';
import { type CardReading, tailOf } from './read-card.ts';
import { timeLimitMachine } from './time-limit.ts';
import { toldMachine } from './told.ts';

type Next =
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'shown'; readonly reading: CardReading }
  | { readonly kind: 'unresolved'; readonly transfer: OpenTransfer }
  | { readonly kind: 'ended'; readonly end: SessionEnd };

export interface InquiryInput {
  /** The card that began it; null: one has to be laid. */
  readonly seen: Sighting | null;
}

interface Context extends InquiryInput {
  readonly next: Next;
  readonly reading: CardReading | null;
  /** The day the card was read on; null where it is not known. */
  readonly today: CampaignToday | null;
  /** Is there something to charge, by the rules of the charge itself? */
  readonly chargeable: boolean;
  readonly end: SessionEnd;
}

function nextOf(identified: Identified): Next {
  switch (identified.kind) {
    case 'read':
      return { kind: 'shown', reading: identified.reading };
    case 'trouble':
      return { kind: 'told', told: identified };
    case 'unresolved':
      return identified;
    case 'left':
      return { kind: 'ended', end: identified.end };
    default:
      return unreachable(identified);
  }
}

/** Balance, history and points. Needs no center for what is on the card; ends when the card is taken away. */
export function inquiryMachine(deps: StationDeps, money: Money) {
  const begin = (): Next => {
    const trouble = troubleAtBegin('inquiry', deps);
    return trouble ? { kind: 'told', told: { trouble, idm: null } } : { kind: 'ended', end: WIPED };
  };
  return setup({
    types: {
      context: {} as Context,
      input: {} as InquiryInput,
      output: {} as SessionEnd,
      events: {} as
        | { type: 'touched' | 'back' | 'cancel' | 'continue' | 'call-staff' | 'print-history' }
        | { type: 'receipt'; wanted: boolean }
        | { type: 'choose-job'; job: Job },
      children: {} as {
        identify: 'identify';
        timeLimit: 'timeLimit';
        presence: 'presence';
        printing: 'printing';
        told: 'told';
        afterCharge: 'afterCharge';
      },
    },
    actors: {
      identify: identifyMachine(deps, money),
      timeLimit: timeLimitMachine(deps.clock),
      presence: presenceMachine(deps),
      printing: printingMachine(deps),
      told: toldMachine(deps),
      afterCharge: afterChargeMachine(deps, money),
    },
    actions: {
      passOn: enqueueActions(passOn),
      begin: assign({ next: begin, reading: null }),
      leave: assign({ end: ({ context }) => leaving(context.reading?.idm ?? null), reading: null }),
      cardRemoved: assign({ end: WIPED, reading: null }),
      callStaff: assign({ end: STAFF_CALLED, reading: null }),
      anotherJob: assign({
        reading: null,
        end: ({ event }) => (event.type === 'choose-job' ? { kind: 'job', job: event.job } : WIPED),
      }),
    },
    guards: {
      isTold: ({ context }) => context.next.kind === 'told',
      isShown: ({ context }) => context.next.kind === 'shown',
      isUnresolved: ({ context }) => context.next.kind === 'unresolved',
      canPrint: () => deps.day.today !== null && printable(deps.receipts.state),
    },
  }).createMachine({
    id: 'inquiry',
    context: ({ input }) => ({
      ...input,
      next: { kind: 'ended', end: WIPED },
      reading: null,
      today: null,
      chargeable: false,
      end: WIPED,
    }),
    on: { '*': { actions: 'passOn' } },
    initial: 'beginning',
    states: {
      beginning: {
        entry: 'begin',
        always: [
          { guard: 'isTold', target: 'told', description: 'not possible now' },
          { target: 'identifying', description: 'possible' },
        ],
      },
      identifying: {
        invoke: {
          src: 'identify',
          id: 'identify',
          input: ({ context }) => ({ job: 'inquiry', seen: context.seen }),
          onDone: {
            target: 'deciding',
            // Whoever begins anew lays a card anew.
            actions: assign({
              today: () => deps.day.today,
              chargeable: ({ event }) => decidePointCharge(event.output, deps).kind === 'offer',
              next: ({ event }) => nextOf(event.output),
              seen: null,
            }),
          },
          onError: { target: 'ended', description: 'defect' },
        },
      },
      deciding: {
        always: [
          { guard: 'isTold', target: 'told', description: 'not a card of ours' },
          {
            guard: 'isShown',
            target: 'shown',
            description: 'read',
            actions: assign({
              reading: ({ context }) => (context.next.kind === 'shown' ? context.next.reading : null),
              next: { kind: 'ended', end: WIPED },
            }),
          },
          { guard: 'isUnresolved', target: 'unresolved', description: 'an older transfer is for staff' },
          {
            target: 'ended',
            description: 'left',
            actions: assign({ end: ({ context }) => (context.next.kind === 'ended' ? context.next.end : WIPED) }),
          },
        ],
      },
      shown: {
        invoke: [
          {
            src: 'presence',
            id: 'presence',
            input: ({ context }) => ({ idm: context.reading?.idm ?? '' }),
            onDone: { target: 'ended', description: 'card taken', actions: 'cardRemoved' },
          },
          { src: 'timeLimit', id: 'timeLimit', input: limits.inquiry, onDone: { target: 'ended', actions: 'leave' } },
        ],
        on: {
          'print-history': { guard: 'canPrint', target: 'printing' },
          'choose-job': { target: 'ended', description: 'another job with this card', actions: 'anotherJob' },
          continue: { target: 'ended', actions: 'leave' },
          cancel: { target: 'ended', actions: 'leave' },
          'call-staff': { target: 'ended', actions: 'callStaff' },
        },
      },
      printing: {
        invoke: {
          src: 'printing',
          id: 'printing',
          input: ({ context }) => ({ receipt: historyReceipt(context, deps.day.today), reference: null }),
          onDone: [
            {
              guard: ({ event }) => event.output.staffCalled,
              target: 'ended',
              description: 'staff called',
              actions: 'callStaff',
            },
            { target: 'shown' },
          ],
          onError: { target: 'shown', description: 'defect' },
        },
      },
      told: {
        invoke: {
          src: 'told',
          id: 'told',
          input: ({ context }) => toldOf(context),
          onDone: [
            { guard: ({ event }) => event.output.kind === 'try-again', target: 'beginning', description: 'try again' },
            {
              target: 'ended',
              description: 'left',
              actions: assign({ end: ({ event }) => (event.output.kind === 'left' ? event.output.end : WIPED) }),
            },
          ],
          onError: { target: 'ended', description: 'defect', actions: 'leave' },
        },
      },
      unresolved: {
        invoke: {
          src: 'afterCharge',
          id: 'afterCharge',
          input: ({ context }) => ({ kind: 'unresolved', transfer: transferOf(context) }),
          onDone: { target: 'ended', actions: assign({ end: ({ event }) => event.output }) },
          onError: { target: 'ended', description: 'defect' },
        },
        initial: 'wiped',
        states: { wiped: { entry: assign({ next: { kind: 'ended', end: WIPED } }) } },
      },
      ended: { type: 'final' },
    },
    output: ({ context }) => context.end,
  });
}

function toldOf({ next }: Context): Told {
  if (next.kind !== 'told') throw new Error('nothing to tell');
  return next.told;
}

function transferOf({ next }: Context): OpenTransfer {
  if (next.kind !== 'unresolved') throw new Error('no transfer for staff');
  return next.transfer;
}

function historyReceipt({ reading }: Context, today: CampaignToday | null): Receipt {
  if (!reading || !today) throw new Error('a history receipt without a card or a date');
  const { open, issue } = reading;
  return {
    kind: 'history',
    data: {
      on: today.businessDate,
      cardTail: issue && tailOf(issue.cardNumber),
      balanceYen: open.balanceYen,
      records: open.history,
    },
  };
}

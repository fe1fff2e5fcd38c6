import { assign, enqueueActions, fromCallback, setup } from 'xstate';
import type { CardKind } from '../../hardware/card/port.ts';
import type { KeptBecause } from '../contract/screen.ts';
import type { Job } from '../contract/words.ts';
import { limits } from '../delays.ts';
import type { ChargeOutcome, ChargeRequest, ChargeStep, Money } from '../money.ts';
import { type AfterChargeInput, afterChargeMachine } from './after-charge.ts';
import { troubleAtBegin } from './begin.ts';
import { afterCharging, decidePointCharge } from './decide-point-charge.ts';
import type { StationDeps } from './deps.ts';
import { leaving, type SessionEnd, STAFF_CALLED, type Told, WIPED } from './ends.ts';
import { identifyMachine } from './identify.ts';
import { passOn } from './pass-on.ts';
import { lost, presenceMachine } from './presence.ts';
import { timeLimitMachine } from './time-limit.ts';
import { toldMachine } from './told.ts';

/** What this card can be offered. `chargeable` is at least ten (R25, A42). */
export interface ChargeOffer {
  readonly idm: string;
  readonly cardNumber: string;
  readonly cardKind: CardKind;
  readonly balanceYen: number;
  readonly points: number;
  readonly chargeable: number;
  readonly keptBecause: KeptBecause;
}

export type ChargeStepNext =
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'offer'; readonly offer: ChargeOffer }
  | { readonly kind: 'after'; readonly input: AfterChargeInput }
  | { readonly kind: 'ended'; readonly end: SessionEnd };

interface Context {
  readonly next: ChargeStepNext;
  readonly idm: string | null;
  readonly offer: ChargeOffer | null;
  readonly charge: number;
  /** The business date on which the passenger confirmed. */
  readonly on: string | null;
  readonly step: ChargeStep;
  readonly end: SessionEnd;
}

type Events =
  | { type: 'touched' | 'back' | 'cancel' | 'continue' | 'call-staff' | 'confirm' }
  | { type: 'choose-amount'; points: number }
  | { type: 'receipt'; wanted: boolean }
  | { type: 'choose-job'; job: Job }
  | { type: 'charge.step'; step: ChargeStep }
  | { type: 'charge.ended'; outcome: ChargeOutcome }
  | { type: 'charge.failed' };

/** Point charge (R25): lay the card, choose, confirm, wait, done. One transfer a confirmation (design §3). */
export function pointChargeMachine(deps: StationDeps, money: Money) {
  const begin = (): ChargeStepNext => {
    const trouble = troubleAtBegin('point-charge', deps);
    return trouble ? { kind: 'told', told: { trouble, idm: null } } : { kind: 'ended', end: WIPED };
  };
  return setup({
    types: {
      context: {} as Context,
      output: {} as SessionEnd,
      events: {} as Events,
      children: {} as {
        identify: 'identify';
        timeLimit: 'timeLimit';
        presence: 'presence';
        charge: 'charge';
        told: 'told';
        afterCharge: 'afterCharge';
      },
    },
    actors: {
      identify: identifyMachine(deps, money),
      timeLimit: timeLimitMachine(deps.clock),
      presence: presenceMachine(deps),
      told: toldMachine(deps),
      afterCharge: afterChargeMachine(deps, money),
      charge: fromCallback<Events, ChargeRequest>(({ sendBack, input }) => {
        money
          .charge(input, (step) => sendBack({ type: 'charge.step', step }))
          .then(
            (outcome) => sendBack({ type: 'charge.ended', outcome }),
            (error: unknown) => {
              deps.log.error('charge-defect', { detail: error instanceof Error ? error.name : 'unknown' });
              sendBack({ type: 'charge.failed' });
            },
          );
      }),
    },
    actions: {
      passOn: enqueueActions(passOn),
      begin: assign({ next: begin, idm: null, offer: null, charge: 0, on: null, step: 'preparing' }),
      leave: assign({ end: ({ context }) => leaving(context.idm), offer: null }),
      callStaff: assign({ end: STAFF_CALLED, offer: null }),
      dateUnknown: assign({
        offer: null,
        next: ({ context }) => ({ kind: 'told', told: { trouble: { kind: 'date-unknown' }, idm: context.idm } }),
      }),
      forgetOffer: assign({ offer: null }),
      endAsDecided: assign({
        offer: null,
        end: ({ context }) => (context.next.kind === 'ended' ? context.next.end : WIPED),
      }),
      chooseAmount: assign({
        charge: ({ context, event }) => (event.type === 'choose-amount' ? event.points : context.charge),
      }),
      rememberDay: assign({ on: () => deps.day.today?.businessDate ?? null, step: 'preparing' }),
    },
    guards: {
      isTold: ({ context }) => context.next.kind === 'told',
      isOffer: ({ context }) => context.next.kind === 'offer',
      isAfter: ({ context }) => context.next.kind === 'after',
      noDate: () => deps.day.today === null,
      wasOffered: ({ context, event }) =>
        event.type === 'choose-amount' && context.offer !== null && event.points <= context.offer.chargeable,
    },
  }).createMachine({
    id: 'pointCharge',
    context: {
      next: { kind: 'ended', end: WIPED },
      idm: null,
      offer: null,
      charge: 0,
      on: null,
      step: 'preparing',
      end: WIPED,
    },
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
          input: { job: 'point-charge' },
          onDone: {
            target: 'deciding',
            actions: assign({
              idm: ({ event }) => (event.output.kind === 'read' ? event.output.reading.idm : null),
              next: ({ event }) => decidePointCharge(event.output, deps),
            }),
          },
          onError: { target: 'ended', description: 'defect' },
        },
      },
      deciding: {
        always: [
          { guard: 'isTold', target: 'told', description: 'nothing can be charged' },
          {
            guard: 'isOffer',
            target: 'chooseAmount',
            description: 'points can be charged',
            actions: assign({ offer: ({ context }) => (context.next.kind === 'offer' ? context.next.offer : null) }),
          },
          { guard: 'isAfter', target: 'afterCharge', description: 'an older transfer is for staff' },
          { target: 'ended', description: 'left', actions: 'endAsDecided' },
        ],
      },
      chooseAmount: {
        invoke: [
          {
            src: 'presence',
            id: 'presence',
            input: ({ context }) => ({ idm: context.idm ?? '' }),
            onDone: {
              target: 'told',
              description: 'card removed',
              actions: assign({
                idm: null,
                offer: null,
                charge: 0,
                next: ({ event }) => ({ kind: 'told', told: lost(event.output) }),
              }),
            },
          },
          { src: 'timeLimit', id: 'timeLimit', input: limits.choose, onDone: { target: 'ended', actions: 'leave' } },
        ],
        on: {
          'choose-amount': { guard: 'wasOffered', target: 'confirming', actions: 'chooseAmount' },
          cancel: { target: 'ended', actions: 'leave' },
          'call-staff': { target: 'ended', actions: 'callStaff' },
        },
      },
      confirming: {
        invoke: [
          {
            src: 'presence',
            id: 'presence',
            input: ({ context }) => ({ idm: context.idm ?? '' }),
            onDone: {
              target: 'told',
              description: 'card removed',
              actions: assign({
                idm: null,
                offer: null,
                charge: 0,
                next: ({ event }) => ({ kind: 'told', told: lost(event.output) }),
              }),
            },
          },
          { src: 'timeLimit', id: 'timeLimit', input: limits.choose, onDone: { target: 'ended', actions: 'leave' } },
        ],
        on: {
          confirm: [
            { guard: 'noDate', target: 'told', description: 'date unknown', actions: 'dateUnknown' },
            { target: 'charging', description: 'confirmed', actions: 'rememberDay' },
          ],
          back: 'chooseAmount',
          cancel: { target: 'ended', actions: 'leave' },
          'call-staff': { target: 'ended', actions: 'callStaff' },
        },
      },
      charging: {
        // Value in flight: no time limit and no way out; only the outcome ends it.
        tags: 'in-flight',
        invoke: { src: 'charge', id: 'charge', input: ({ context }) => requestOf(context) },
        on: {
          'charge.step': { actions: assign({ step: ({ event }) => event.step }) },
          'charge.ended': {
            target: 'concluding',
            description: 'the outcome',
            actions: assign({
              next: ({ context, event }) => afterCharging(event.outcome, requestOf(context), offerOf(context), deps),
            }),
          },
          // A defect of ours while value was in flight: what the journal says is settled at the next start.
          'charge.failed': {
            target: 'ended',
            description: 'defect',
            actions: assign({ offer: null, end: { kind: 'out-of-service', reason: 'contradiction' } }),
          },
        },
      },
      concluding: {
        always: [
          { guard: 'isTold', target: 'told', description: 'nothing was written', actions: 'forgetOffer' },
          { guard: 'isAfter', target: 'afterCharge', description: 'written, or unknown', actions: 'forgetOffer' },
          { target: 'ended', description: 'out of service', actions: 'endAsDecided' },
        ],
      },
      afterCharge: {
        invoke: {
          src: 'afterCharge',
          id: 'afterCharge',
          input: ({ context }) => afterOf(context),
          onDone: { target: 'ended', actions: assign({ end: ({ event }) => event.output }) },
          onError: { target: 'ended', description: 'defect' },
        },
        initial: 'wiped',
        // What "done" shows belongs to that child alone: the rest of the session is wiped as soon as it has begun.
        states: { wiped: { entry: assign({ idm: null, charge: 0, on: null, next: { kind: 'ended', end: WIPED } }) } },
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
      ended: { type: 'final' },
    },
    output: ({ context }) => context.end,
  });
}

function requestOf({ offer, charge, on }: Context): ChargeRequest {
  if (!offer || !on) throw new Error('charging without an offer');
  const { idm, cardNumber, cardKind } = offer;
  return { idm, cardNumber, cardKind, points: charge, on };
}

function offerOf({ offer }: Context): ChargeOffer {
  if (!offer) throw new Error('charging without an offer');
  return offer;
}

function toldOf({ next }: Context): Told {
  if (next.kind !== 'told') throw new Error('nothing to tell');
  return next.told;
}

function afterOf({ next }: Context): AfterChargeInput {
  if (next.kind !== 'after') throw new Error('nothing came after a charge');
  return next.input;
}

import { assign, enqueueActions, fromPromise, setup } from 'xstate';
import type { CampaignToday } from '../../center/contract/index.ts';
import type { CardKind } from '../../hardware/card/port.ts';
import type { PointName } from '../contract/words.ts';
import { limits } from '../delays.ts';
import type { Money, OpenTransfer, RegisterOutcome } from '../money.ts';
import { type Receipt, registrationReceipt } from '../receipts/receipt.ts';
import { afterChargeMachine, printable } from './after-charge.ts';
import { troubleAtBegin } from './begin.ts';
import { afterRegister, decideRegistration } from './decide-registration.ts';
import type { StationDeps } from './deps.ts';
import { leaving, type SessionEnd, STAFF_CALLED, type Told, WIPED } from './ends.ts';
import { identifyMachine } from './identify.ts';
import { passOn } from './pass-on.ts';
import { lost, presenceMachine } from './presence.ts';
import { afterPrinting, printingMachine } from './printing.ts';
import { timeLimitMachine } from './time-limit.ts';
import { toldMachine } from './told.ts';

/** A card that can be registered, and the day and terms the passenger is shown. */
export interface RegistrationOffer {
  readonly idm: string;
  readonly cardNumber: string;
  readonly cardKind: CardKind;
  readonly today: CampaignToday;
}

/** What "done" shows: it may outlive the card, so it holds the last four digits only (design §5). */
export interface Registered {
  readonly already: boolean;
  readonly cardTail: string;
  readonly serviceName: PointName;
  readonly registeredOn: string;
  /** Null: too late, the campaign's end comes first. */
  readonly earliestApplicationOn: string | null;
  readonly canApplyToday: boolean;
}

/** What to do next, decided outside the machine from what was read or answered. */
export type RegistrationStep =
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'terms'; readonly offer: RegistrationOffer }
  | { readonly kind: 'registered'; readonly registered: Registered }
  | { readonly kind: 'unresolved'; readonly transfer: OpenTransfer }
  | { readonly kind: 'ended'; readonly end: SessionEnd };

interface Context {
  readonly next: RegistrationStep;
  readonly idm: string | null;
  readonly offer: RegistrationOffer | null;
  readonly registered: Registered | null;
  readonly end: SessionEnd;
}

/** Registration (R18–R23): lay the card, read the terms, agree, done. */
export function registrationMachine(deps: StationDeps, money: Money) {
  const begin = (): RegistrationStep => {
    const trouble = troubleAtBegin('registration', deps);
    return trouble ? { kind: 'told', told: { trouble, idm: null } } : { kind: 'ended', end: WIPED };
  };
  return setup({
    types: {
      context: {} as Context,
      output: {} as SessionEnd,
      events: {} as
        | { type: 'touched' | 'back' | 'cancel' | 'continue' | 'call-staff' | 'agree-to-terms' }
        | { type: 'receipt'; wanted: boolean }
        | { type: 'choose-job'; job: 'registration' | 'point-charge' | 'inquiry' },
      children: {} as {
        identify: 'identify';
        timeLimit: 'timeLimit';
        presence: 'presence';
        register: 'register';
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
      register: fromPromise<RegisterOutcome, RegistrationOffer>(({ input }) =>
        money.register({
          cardNumber: input.cardNumber,
          cardKind: input.cardKind,
          on: input.today.businessDate,
          termsVersion: input.today.termsVersion,
        }),
      ),
    },
    actions: {
      passOn: enqueueActions(passOn),
      begin: assign({ next: begin, idm: null, offer: null, registered: null }),
      leave: assign({ end: ({ context }) => leaving(context.idm), offer: null }),
      callStaff: assign({ end: STAFF_CALLED, offer: null }),
      rememberRegistered: assign({
        offer: null,
        registered: ({ context }) => (context.next.kind === 'registered' ? context.next.registered : null),
      }),
      endAsDecided: assign({
        offer: null,
        end: ({ context }) => (context.next.kind === 'ended' ? context.next.end : WIPED),
      }),
      forgetCard: assign({ idm: null }),
      dateUnknown: assign({
        offer: null,
        next: ({ context }) => ({ kind: 'told', told: { trouble: { kind: 'date-unknown' }, idm: context.idm } }),
      }),
      showTermsOfToday: assign({
        offer: ({ context }) =>
          context.offer && deps.day.today ? { ...context.offer, today: deps.day.today } : context.offer,
      }),
    },
    guards: {
      isTold: ({ context }) => context.next.kind === 'told',
      isTerms: ({ context }) => context.next.kind === 'terms',
      isRegistered: ({ context }) => context.next.kind === 'registered',
      isUnresolved: ({ context }) => context.next.kind === 'unresolved',
      noDate: () => deps.day.today === null,
      /** Midnight passed while the terms were read: the passenger agrees to what is on the screen, and to nothing else. */
      anotherDay: ({ context }) => deps.day.today?.businessDate !== context.offer?.today.businessDate,
      receiptWanted: ({ event }) => event.type === 'receipt' && event.wanted && printable(deps.receipts.state),
    },
  }).createMachine({
    id: 'registration',
    context: { next: { kind: 'ended', end: WIPED }, idm: null, offer: null, registered: null, end: WIPED },
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
          input: { job: 'registration' },
          onDone: {
            target: 'deciding',
            actions: assign({
              idm: ({ event }) => (event.output.kind === 'read' ? event.output.reading.idm : null),
              next: ({ event }) => decideRegistration(event.output, deps),
            }),
          },
          onError: { target: 'ended', description: 'defect' },
        },
      },
      deciding: {
        always: [
          { guard: 'isTold', target: 'told', description: 'this card is not registered here' },
          {
            guard: 'isTerms',
            target: 'terms',
            description: 'can be registered',
            actions: assign({ offer: ({ context }) => (context.next.kind === 'terms' ? context.next.offer : null) }),
          },
          {
            guard: 'isRegistered',
            target: 'registered',
            description: 'registered already',
            actions: 'rememberRegistered',
          },
          { guard: 'isUnresolved', target: 'unresolved', description: 'an older transfer is for staff' },
          { target: 'ended', description: 'left', actions: 'endAsDecided' },
        ],
      },
      terms: {
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
                next: ({ event }) => ({ kind: 'told', told: lost(event.output) }),
              }),
            },
          },
          { src: 'timeLimit', id: 'timeLimit', input: limits.terms, onDone: { target: 'ended', actions: 'leave' } },
        ],
        on: {
          'agree-to-terms': [
            { guard: 'noDate', target: 'told', description: 'date unknown', actions: 'dateUnknown' },
            {
              guard: 'anotherDay',
              target: 'terms',
              reenter: true,
              description: 'midnight passed',
              actions: 'showTermsOfToday',
            },
            { target: 'registering', description: 'agreed' },
          ],
          cancel: { target: 'ended', actions: 'leave' },
          'call-staff': { target: 'ended', actions: 'callStaff' },
        },
      },
      registering: {
        tags: 'in-flight',
        invoke: {
          src: 'register',
          id: 'register',
          input: ({ context }) => offerOf(context),
          onDone: {
            target: 'concluding',
            actions: assign({ next: ({ context, event }) => afterRegister(event.output, offerOf(context), deps) }),
          },
          onError: {
            target: 'told',
            description: 'defect',
            actions: assign({
              offer: null,
              next: ({ context }) => ({
                kind: 'told',
                told: { trouble: { kind: 'center-unreachable' }, idm: context.idm },
              }),
            }),
          },
        },
      },
      concluding: {
        always: [
          { guard: 'isTold', target: 'told', description: 'not registered' },
          { guard: 'isRegistered', target: 'registered', description: 'registered', actions: 'rememberRegistered' },
          { target: 'ended', description: 'out of service', actions: 'endAsDecided' },
        ],
      },
      registered: {
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
                onDone: { target: '#registration.ended', actions: 'leave' },
              },
            ],
          },
          cardGone: {
            invoke: {
              src: 'timeLimit',
              id: 'timeLimit',
              input: limits.doneAfterCard,
              onDone: { target: '#registration.ended', actions: 'leave' },
            },
          },
        },
      },
      printing: {
        invoke: {
          src: 'printing',
          id: 'printing',
          input: ({ context }) => ({ receipt: receiptOf(context.registered), reference: null }),
          onDone: {
            target: 'ended',
            actions: assign({ end: ({ context, event }) => afterPrinting(event.output, context.idm) }),
          },
          onError: { target: 'ended', description: 'defect', actions: 'leave' },
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

function offerOf({ offer }: Context): RegistrationOffer {
  if (!offer) throw new Error('registering without an offer');
  return offer;
}

function toldOf({ next }: Context): Told {
  if (next.kind !== 'told') throw new Error('nothing to tell');
  return next.told;
}

function transferOf({ next }: Context): OpenTransfer {
  if (next.kind !== 'unresolved') throw new Error('no transfer for staff');
  return next.transfer;
}

function receiptOf(registered: Registered | null): Receipt {
  if (!registered) throw new Error('a receipt for nothing');
  return registrationReceipt(registered);
}

import { assign, enqueueActions, fromCallback, setup } from 'xstate';
import type { Trouble } from '../contract/screen.ts';
import { type Limit, limits } from '../delays.ts';
import type { StationDeps } from './deps.ts';
import { leaving, type SessionEnd, type Told, WIPED } from './ends.ts';
import { passOn } from './pass-on.ts';
import { presenceMachine } from './presence.ts';
import { takenAwayMachine } from './taken-away.ts';
import { timeLimitMachine } from './time-limit.ts';
import { canTryAgain } from './troubles.ts';

export type ToldEnd = { readonly kind: 'try-again' } | { readonly kind: 'left'; readonly end: SessionEnd };

export interface ToldInput extends Told {
  /** How long it is told, where that does not follow from the card. */
  readonly limit?: Limit;
}

interface Context extends ToldInput {
  readonly end: ToldEnd;
}

/** A trouble is on the screen: what happened, what to do. Ends when the passenger has understood, or the card has gone. */
export function toldMachine(deps: StationDeps) {
  return setup({
    types: {
      context: {} as Context,
      input: {} as ToldInput,
      output: {} as ToldEnd,
      events: {} as
        | { type: 'touched' | 'continue' | 'cancel' | 'call-staff' | 'reader.ready' }
        | { type: 'choose-job'; job: 'registration' | 'point-charge' | 'inquiry' },
      children: {} as {
        presence: 'presence';
        takenAway: 'takenAway';
        timeLimit: 'timeLimit';
        readerWatch: 'readerWatch';
      },
    },
    actors: {
      presence: presenceMachine(deps),
      takenAway: takenAwayMachine(deps),
      timeLimit: timeLimitMachine(deps.clock),
      /** Says when the reader can be used again: the passenger need not touch anything. */
      readerWatch: fromCallback(({ sendBack }) => {
        const tell = () => {
          if (deps.reader.status === 'ready') sendBack({ type: 'reader.ready' });
        };
        tell();
        return deps.reader.onStatus(tell);
      }),
    },
    actions: {
      passOn: enqueueActions(passOn),
      leave: assign({ end: ({ context }): ToldEnd => ({ kind: 'left', end: leaving(context.idm) }) }),
      cardGone: assign({ end: { kind: 'left', end: WIPED } }),
      tryAgain: assign({ end: { kind: 'try-again' } }),
      callStaff: assign({
        end: ({ context }): ToldEnd => ({
          kind: 'left',
          end: { kind: 'staff-called', reference: referenceOf(context.trouble) },
        }),
      }),
    },
    guards: {
      waitsForReader: ({ context }) => context.trouble.kind === 'reader-unavailable',
      cardLies: ({ context }) => context.idm !== null,
      otherCardLies: ({ context }) => liesThereUnnamed(context.trouble),
      canTryAgain: ({ context }) => canTryAgain(context.trouble),
      canRegister: ({ context, event }) =>
        event.type === 'choose-job' &&
        event.job === 'registration' &&
        context.trouble.kind === 'unregistered' &&
        context.trouble.canRegisterHere,
    },
  }).createMachine({
    id: 'told',
    context: ({ input }) => ({ ...input, end: { kind: 'left', end: WIPED } }),
    initial: 'choosing',
    invoke: {
      src: 'timeLimit',
      id: 'timeLimit',
      input: ({ context }) => context.limit ?? (cardIsThere(context) ? limits.trouble : limits.troubleWithoutCard),
      onDone: { target: '.ended', actions: 'leave' },
    },
    on: {
      '*': { actions: 'passOn' },
      cancel: { target: '.ended', actions: 'leave' },
      'call-staff': { target: '.ended', actions: 'callStaff' },
      continue: [
        { guard: 'canTryAgain', target: '.ended', description: 'try again', actions: 'tryAgain' },
        { target: '.ended', description: 'understood', actions: 'leave' },
      ],
      'choose-job': {
        guard: 'canRegister',
        target: '.ended',
        description: 'register this card',
        actions: assign({ end: { kind: 'left', end: { kind: 'job', job: 'registration' } } }),
      },
    },
    states: {
      choosing: {
        always: [
          { guard: 'waitsForReader', target: 'waitingForReader' },
          { guard: 'cardLies', target: 'withCard' },
          { guard: 'otherCardLies', target: 'withOtherCard' },
          { target: 'withoutCard' },
        ],
      },
      withCard: {
        invoke: {
          src: 'presence',
          id: 'presence',
          input: ({ context }) => ({ idm: context.idm ?? '' }),
          onDone: { target: 'ended', description: 'card removed', actions: 'cardGone' },
        },
      },
      withOtherCard: {
        invoke: {
          src: 'takenAway',
          id: 'takenAway',
          onDone: { target: 'ended', description: 'taken away', actions: 'cardGone' },
        },
      },
      withoutCard: {},
      waitingForReader: {
        invoke: { src: 'readerWatch', id: 'readerWatch' },
        on: { 'reader.ready': { target: 'ended', actions: 'tryAgain' } },
      },
      ended: { type: 'final' },
    },
    output: ({ context }) => context.end,
  });
}

function referenceOf(trouble: Trouble): string | null {
  return trouble.kind === 'points-held' ? trouble.reference : null;
}

function cardIsThere({ idm, trouble }: Told): boolean {
  return idm !== null || liesThereUnnamed(trouble);
}

/** Something lies on the reader that the station has no IDm of. */
function liesThereUnnamed(trouble: Trouble): boolean {
  switch (trouble.kind) {
    case 'foreign-card':
    case 'not-felica':
    case 'unknown-card':
    case 'several-cards':
    case 'card-unreadable':
    case 'different-card':
      return true;
    default:
      return false;
  }
}

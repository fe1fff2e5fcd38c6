import { assign, enqueueActions, fromPromise, sendParent, setup } from 'xstate';
import { delays } from '../../delays.ts';
import type { StationDeps } from '../../machine/deps.ts';
import { passOn } from '../../machine/pass-on.ts';
import { presenceMachine } from '../../machine/presence.ts';
import { choosePinMachine } from '../choose-pin.ts';
import type { StaffCard, Who } from '../parts.ts';
import type { RoomInput } from '../rooms.ts';

export type NewCardProblem = 'not-a-staff-card' | 'already-enrolled' | 'several-cards' | 'not-read';

type Seen =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly problem: NewCardProblem }
  | { readonly kind: 'new'; readonly card: StaffCard; readonly wasRemoved: boolean };

interface Context {
  readonly who: Who;
  readonly problem: NewCardProblem | null;
  readonly card: StaffCard | null;
  /** Of the new card, from its second entry until the engineer's card is back. */
  readonly pin: string | null;
  /** Staff id of the cards that are to be taken off the register. */
  readonly leaving: string | null;
  /** What was to be done could not be written down. */
  readonly failed: boolean;
}

type CardsEvent =
  | { type: 'back' | 'confirm' | 'enrol-card' | 'staff-card.back' }
  | { type: 'remove-card'; staffId: string }
  | { type: 'pin'; places: number[] };

/**
 * The register: who can come in; an engineer takes a card off, or enrols one. Its holder chooses a PIN while it lies there;
 * enrolled it is when the engineer's card has proven itself again, since meanwhile anybody may have touched the screen.
 */
export function cardsMachine(deps: StationDeps) {
  const { access, random } = deps.staff;
  return setup({
    types: {
      context: {} as Context,
      input: {} as RoomInput,
      events: {} as CardsEvent,
      children: {} as { choosePin: 'choosePin'; look: 'look'; presence: 'presence' },
    },
    actors: {
      look: fromPromise<Seen, Who>(({ input }) => lookForNew(deps, input)),
      choosePin: choosePinMachine(random),
      presence: presenceMachine(deps),
    },
    actions: {
      passOn: enqueueActions(passOn),
      remove: assign({
        failed: ({ context }) => {
          const leaving = access.cards.filter(({ staffId }) => staffId === context.leaving);
          return leaving.map(({ card }) => access.remove(card, context.who)).some(({ ok }) => !ok);
        },
      }),
      lend: sendParent({ type: 'reader.lend' }),
      giveBack: sendParent({ type: 'reader.return' }),
      enrol: assign({
        failed: ({ context: { card, pin, who } }) => !card || pin === null || !access.enrol(card, pin, who).ok,
      }),
      forget: assign({ problem: null, card: null, pin: null, leaving: null }),
    },
    guards: {
      isAnothers: ({ context, event }) =>
        event.type === 'remove-card' &&
        event.staffId !== context.who.staffId &&
        access.cards.some(({ staffId }) => staffId === event.staffId),
    },
    delays: { pause: delays.lookAgain },
  }).createMachine({
    id: 'cards',
    context: ({ input }) => ({ who: input.who, problem: null, card: null, pin: null, leaving: null, failed: false }),
    initial: 'list',
    on: { '*': { actions: 'passOn' } },
    states: {
      list: {
        entry: 'forget',
        exit: assign({ failed: false }),
        on: {
          'enrol-card': 'laying',
          'remove-card': {
            guard: 'isAnothers',
            target: 'confirmingRemoval',
            actions: assign({ leaving: ({ event }) => event.staffId }),
          },
          back: 'left',
        },
      },
      confirmingRemoval: { on: { confirm: { target: 'list', actions: 'remove' }, back: 'list' } },
      laying: {
        entry: 'lend',
        initial: 'looking',
        on: { back: { target: 'list', actions: 'giveBack' } },
        states: {
          looking: {
            invoke: {
              src: 'look',
              id: 'look',
              input: ({ context }) => context.who,
              onDone: [
                {
                  guard: ({ event }) => event.output.kind === 'new' && event.output.wasRemoved,
                  target: '#cards.confirmingReturn',
                  description: 'a card that was taken off the register',
                  actions: assign({
                    card: ({ event }) => (event.output.kind === 'new' ? event.output.card : null),
                  }),
                },
                {
                  guard: ({ event }) => event.output.kind === 'new',
                  target: '#cards.choosingPin',
                  description: 'a new card',
                  actions: assign({
                    card: ({ event }) => (event.output.kind === 'new' ? event.output.card : null),
                  }),
                },
                {
                  guard: ({ event }) => event.output.kind === 'problem',
                  target: 'pausing',
                  description: 'another card',
                  actions: assign({
                    problem: ({ event }) => (event.output.kind === 'problem' ? event.output.problem : null),
                  }),
                },
                { target: 'pausing', description: 'nothing' },
              ],
              onError: 'pausing',
            },
          },
          pausing: { after: { pause: 'looking' } },
        },
      },
      /** Somebody had a reason to take it off: found again, perhaps in other hands. */
      confirmingReturn: {
        entry: 'lend',
        invoke: {
          src: 'presence',
          id: 'presence',
          input: ({ context }) => ({ idm: newCardOf(context).idm }),
          onDone: { target: 'list', description: 'the card is gone', actions: 'giveBack' },
        },
        on: { confirm: 'choosingPin', back: { target: 'list', actions: 'giveBack' } },
      },
      choosingPin: {
        entry: 'lend',
        invoke: [
          {
            src: 'choosePin',
            id: 'choosePin',
            onDone: { target: 'awaitingEngineer', actions: assign({ pin: ({ event }) => event.output.pin }) },
          },
          {
            src: 'presence',
            id: 'presence',
            input: ({ context }) => ({ idm: newCardOf(context).idm }),
            onDone: { target: 'list', description: 'the new card is gone', actions: 'giveBack' },
          },
        ],
        on: { back: { target: 'list', actions: 'giveBack' } },
      },
      /** Where it does not come back the session ends, and nobody is enrolled. */
      awaitingEngineer: {
        entry: 'giveBack',
        on: { 'staff-card.back': { target: 'list', description: 'enrolled', actions: 'enrol' } },
      },
      left: { type: 'final' },
    },
  });
}

function newCardOf({ card }: Context): StaffCard {
  if (!card) throw new Error('no new card');
  return card;
}

/** The card of the engineer who is at work may still lie there: it is waited out. */
async function lookForNew({ card, staff }: StationDeps, who: Who): Promise<Seen> {
  const problem = (what: NewCardProblem): Seen => ({ kind: 'problem', problem: what });
  const seen = await card.look();
  if (!seen.ok) return problem('not-read');
  switch (seen.value.on) {
    case 'nothing':
      return { kind: 'nothing' };
    case 'several':
      return problem('several-cards');
    case 'staff-card':
      break;
    default:
      return problem('not-a-staff-card');
  }
  const { idm } = seen.value;
  const proven = await card.keyed?.authenticateStaff(idm);
  if (!proven?.ok) return problem(proven?.error.kind === 'not-authentic' ? 'not-a-staff-card' : 'not-read');
  if (proven.value.hash === who.hash) return { kind: 'nothing' };
  const known = staff.access.cards.some((one) => one.card === proven.value.hash);
  if (known) return problem('already-enrolled');
  return { kind: 'new', card: { idm, ...proven.value }, wasRemoved: staff.access.wasRemoved(proven.value.hash) };
}

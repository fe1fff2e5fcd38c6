import { assign, enqueueActions, fromPromise, setup } from 'xstate';
import { delays } from '../delays.ts';
import type { StationDeps } from './deps.ts';
import { LEFT_UNKNOWN, type Left, leftCard, NOTHING_LEFT } from './home-watch.ts';
import { passOn } from './pass-on.ts';
import { presenceMachine } from './presence.ts';

export interface GoodbyeEnd {
  readonly left: Left;
}

export interface GoodbyeInput {
  /** The card that still lies on the reader; null: none is known to. */
  readonly idm: string | null;
  readonly receiptPrinted: boolean;
}

/** "Please take your card", then "thank you" for a moment. Nothing of the session but the card to take. */
export function goodbyeMachine(deps: StationDeps) {
  return setup({
    types: {
      context: {} as GoodbyeInput & GoodbyeEnd,
      output: {} as GoodbyeEnd,
      input: {} as GoodbyeInput,
      events: {} as { type: 'touched' | 'continue' },
      children: {} as { presence: 'presence' },
    },
    actors: {
      presence: presenceMachine(deps),
      isFieldEmpty: fromPromise<boolean>(async () => {
        const looked = await deps.card.look();
        return looked.ok && looked.value.on === 'nothing';
      }),
    },
    actions: { passOn: enqueueActions(passOn) },
    guards: { cardLies: ({ context }) => context.idm !== null },
    delays: {
      withCard: delays.goodbyeWithCard,
      afterCard: ({ context }) => (context.receiptPrinted ? delays.goodbyeWithReceipt : delays.goodbyeAfterCard),
    },
  }).createMachine({
    id: 'goodbye',
    context: ({ input }) => ({ ...input, left: leftCard(input.idm) }),
    on: { '*': { actions: 'passOn' }, continue: '.ended' },
    initial: 'beginning',
    states: {
      beginning: { always: [{ guard: 'cardLies', target: 'cardLies' }, { target: 'cardTaken' }] },
      cardLies: {
        invoke: {
          src: 'presence',
          id: 'presence',
          input: ({ context }) => ({ idm: context.idm ?? '' }),
          onDone: {
            target: 'cardTaken',
            description: 'card taken',
            actions: assign({ idm: null }),
          },
        },
        after: { withCard: { target: 'ended', description: 'card left behind' } },
      },
      cardTaken: {
        invoke: {
          src: 'isFieldEmpty',
          onDone: { actions: assign({ left: ({ context, event }) => (event.output ? NOTHING_LEFT : context.left) }) },
          onError: { actions: assign({ left: LEFT_UNKNOWN }) },
        },
        after: { afterCard: 'ended' },
      },
      ended: { type: 'final' },
    },
    output: ({ context }) => ({ left: context.left }),
  });
}

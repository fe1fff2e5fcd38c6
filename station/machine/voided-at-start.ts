import { assign, enqueueActions, fromPromise, setup } from 'xstate';
import { limits } from '../delays.ts';
import type { StationDeps } from './deps.ts';
import { leaving, type SessionEnd, WIPED } from './ends.ts';
import { passOn } from './pass-on.ts';
import { toldMachine } from './told.ts';

export interface VoidedAtStartInput {
  readonly points: number;
  /** The card that the charge was begun with: it may still lie there. */
  readonly idm: string;
}

interface Context {
  readonly points: number;
  /** Null once the card was not found on the reader. */
  readonly idm: string | null;
  readonly end: SessionEnd;
}

/**
 * The machine stopped before a charge was sent to the card, and recovery has voided it: its passenger may still stand
 * there and is told, for a short time, that nothing was charged.
 */
export function voidedAtStartMachine(deps: StationDeps) {
  return setup({
    types: {
      context: {} as Context,
      input: {} as VoidedAtStartInput,
      output: {} as SessionEnd,
      children: {} as { told: 'told' },
    },
    actors: {
      /** Does this card, and no other, lie there? */
      look: fromPromise<boolean, { idm: string | null }>(async ({ input }) => {
        const looked = await deps.card.look();
        return looked.ok && looked.value.on === 'transit-card' && looked.value.idm === input.idm;
      }),
      told: toldMachine(deps),
    },
    actions: {
      passOn: enqueueActions(passOn),
      forgetCard: assign({ idm: null }),
      leave: assign({ end: ({ context }) => leaving(context.idm) }),
    },
  }).createMachine({
    id: 'voidedAtStart',
    context: ({ input }) => ({ ...input, end: WIPED }),
    on: { '*': { actions: 'passOn' } },
    initial: 'looking',
    states: {
      looking: {
        invoke: {
          src: 'look',
          input: ({ context }) => ({ idm: context.idm }),
          onDone: [
            { guard: ({ event }) => event.output, target: 'told', description: 'the card lies there' },
            { target: 'told', description: 'it does not', actions: 'forgetCard' },
          ],
          onError: { target: 'told', description: 'defect', actions: 'forgetCard' },
        },
      },
      told: {
        invoke: {
          src: 'told',
          id: 'told',
          input: ({ context }) => ({
            trouble: { kind: 'charge-not-done', points: context.points },
            idm: context.idm,
            limit: limits.voidedAtStart,
          }),
          onDone: {
            target: 'ended',
            actions: assign({
              end: ({ event }) =>
                event.output.kind === 'try-again' ? { kind: 'job', job: 'point-charge' } : event.output.end,
            }),
          },
          onError: { target: 'ended', description: 'defect', actions: 'leave' },
        },
      },
      ended: { type: 'final' },
    },
    output: ({ context }) => context.end,
  });
}

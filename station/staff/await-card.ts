import { fromPromise, setup } from 'xstate';
import { delays } from '../delays.ts';
import type { StationDeps } from '../machine/deps.ts';

/** Looks until the staff card of the session lies on the reader again; another card, or a reader that fails, is waited out. */
export function awaitCardMachine({ card }: StationDeps) {
  return setup({
    types: { context: {} as { idm: string }, input: {} as { idm: string } },
    actors: {
      look: fromPromise<boolean, { idm: string }>(async ({ input }) => {
        const seen = await card.look();
        if (!seen.ok || seen.value.on !== 'staff-card' || seen.value.idm !== input.idm) return false;
        // The IDm alone can be imitated: the card proves itself again.
        return (await card.keyed?.authenticateStaff(input.idm))?.ok === true;
      }),
    },
    delays: { pause: delays.lookAgain },
  }).createMachine({
    id: 'awaitCard',
    context: ({ input }) => input,
    initial: 'looking',
    states: {
      looking: {
        invoke: {
          src: 'look',
          input: ({ context }) => context,
          onDone: [
            { guard: ({ event }) => event.output, target: 'there', description: 'it lies there' },
            { target: 'pausing', description: 'not yet' },
          ],
          onError: 'pausing',
        },
      },
      pausing: { after: { pause: 'looking' } },
      there: { type: 'final' },
    },
  });
}

import { assign, fromPromise, setup } from 'xstate';
import type { SecondProblem } from '../../contract/staff-money.ts';
import { delays } from '../../delays.ts';
import type { StationDeps } from '../../machine/deps.ts';
import type { StaffCard, Who } from '../parts.ts';
import { isSecondPerson } from './two-people.ts';

type Looked = { readonly card: StaffCard } | { readonly problem: SecondProblem | null };

interface Context {
  readonly first: Who;
  /** What the last look found that is not what is awaited. */
  readonly problem: SecondProblem | null;
  readonly card: StaffCard | null;
}

/** Looks until the genuine card of another member of staff lies on the reader. */
export function secondCardMachine({ card }: StationDeps) {
  return setup({
    types: {
      context: {} as Context,
      input: {} as { first: Who; problem: SecondProblem | null },
      output: {} as StaffCard | null,
    },
    actors: {
      look: fromPromise<Looked, { first: Who }>(async ({ input: { first } }) => {
        const seen = await card.look();
        if (!seen.ok || seen.value.on === 'nothing') return { problem: null };
        if (seen.value.on === 'several') return { problem: 'several-cards' };
        if (seen.value.on !== 'staff-card') return { problem: 'not-a-staff-card' };
        const { idm } = seen.value;
        const proven = await card.keyed?.authenticateStaff(idm);
        if (!proven?.ok) return { problem: proven?.error.kind === 'not-authentic' ? 'not-a-staff-card' : 'not-read' };
        const second = { idm, ...proven.value };
        return isSecondPerson(first, second) ? { card: second } : { problem: 'same-person' };
      }),
    },
    delays: { pause: delays.lookAgain },
  }).createMachine({
    id: 'secondCard',
    context: ({ input }) => ({ ...input, card: null }),
    initial: 'looking',
    states: {
      looking: {
        invoke: {
          src: 'look',
          input: ({ context }) => ({ first: context.first }),
          onDone: [
            {
              guard: ({ event }) => 'card' in event.output,
              target: 'there',
              description: "another person's card",
              actions: assign({ card: ({ event }) => ('card' in event.output ? event.output.card : null) }),
            },
            {
              target: 'pausing',
              // An empty reader leaves what was said of the card before.
              actions: assign({
                problem: ({ context, event }) =>
                  'problem' in event.output ? (event.output.problem ?? context.problem) : context.problem,
              }),
            },
          ],
          onError: 'pausing',
        },
      },
      pausing: { after: { pause: 'looking' } },
      there: { type: 'final' },
    },
    output: ({ context }) => context.card,
  });
}

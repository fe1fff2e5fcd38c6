import { assign, fromPromise, setup } from 'xstate';
import type { SecondProblem } from '../../contract/staff-money.ts';
import { delays } from '../../delays.ts';
import type { StationDeps } from '../../machine/deps.ts';
import type { StaffCard, Who } from '../parts.ts';
import { isSecondPerson } from './two-people.ts';

type Looked =
  | { readonly card: StaffCard }
  /** `refusedLeft`, `firstLeft`: the card that was turned away, the card of the first person, no longer lies there. */
  | { readonly problem: SecondProblem | null; readonly refusedLeft: boolean; readonly firstLeft: boolean };

export interface SecondCardInput {
  readonly first: Who;
  readonly problem: SecondProblem | null;
  /** IDm of a card that was turned away: not asked again before it has been taken. */
  readonly refused: string | null;
}

interface Context extends SecondCardInput {
  readonly card: StaffCard | null;
  /** Their card still lies there from before: nobody has done anything wrong yet. */
  readonly firstLies: boolean;
}

/** Looks until the genuine card of another member of staff lies on the reader. */
export function secondCardMachine({ card }: StationDeps) {
  return setup({
    types: {
      context: {} as Context,
      input: {} as SecondCardInput,
      output: {} as StaffCard | null,
    },
    actors: {
      look: fromPromise<Looked, Context>(async ({ input: { first, refused, firstLies } }) => {
        const told = (problem: SecondProblem | null): Looked => ({ problem, refusedLeft: true, firstLeft: true });
        const nothingNew: Looked = { problem: null, refusedLeft: false, firstLeft: false };
        const seen = await card.look();
        if (!seen.ok) return nothingNew;
        if (seen.value.on === 'nothing') return told(null);
        if (seen.value.on === 'several') return told('several-cards');
        if (seen.value.on !== 'staff-card') return told('not-a-staff-card');
        const { idm } = seen.value;
        if (idm === refused) return nothingNew;
        const proven = await card.keyed?.authenticateStaff(idm);
        if (!proven?.ok) return told(proven?.error.kind === 'not-authentic' ? 'not-a-staff-card' : 'not-read');
        const second = { idm, ...proven.value };
        if (isSecondPerson(first, second)) return { card: second };
        return firstLies && second.hash === first.hash ? nothingNew : told('same-person');
      }),
    },
    delays: { pause: delays.lookAgain },
  }).createMachine({
    id: 'secondCard',
    context: ({ input }) => ({ ...input, card: null, firstLies: true }),
    initial: 'looking',
    states: {
      looking: {
        invoke: {
          src: 'look',
          input: ({ context }) => context,
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
              actions: assign(({ context, event }) => {
                if ('card' in event.output) return {};
                const { problem, refusedLeft, firstLeft } = event.output;
                return {
                  problem: problem ?? context.problem,
                  refused: refusedLeft ? null : context.refused,
                  firstLies: context.firstLies && !firstLeft,
                };
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

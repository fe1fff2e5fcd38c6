import { assign, fromPromise, setup } from 'xstate';
import type { ReaderError, Sighting } from '../../hardware/card/port.ts';
import type { Result } from '../../hardware/result.ts';
import { delays } from '../delays.ts';
import type { StationDeps } from './deps.ts';

export interface FindCardInput {
  /** Goes on looking until the card with this IDm lies there; null: any one card will do. */
  readonly only: string | null;
  /** What lies there already, seen a moment ago: where it is what is awaited, nobody looks again. */
  readonly seen?: Sighting | null;
}

export type Found =
  | { readonly kind: 'sighting'; readonly sighting: Sighting }
  | { readonly kind: 'reader-unavailable' };

interface Context extends Pick<FindCardInput, 'only'> {
  readonly seen: Sighting | null;
  /** What the last look found that is not what is awaited: told on the screen. */
  readonly hint: 'several-cards' | 'different-card' | null;
  /** False until the first look has answered: then a card that lies there already needs no request to lay it. */
  readonly looked: boolean;
  readonly found: Found;
}

type Looked = Result<Sighting, ReaderError>;

function isAwaited(only: string | null, sighting: Sighting): boolean {
  if (sighting.on === 'nothing' || sighting.on === 'several') return false;
  return only === null || (sighting.on === 'transit-card' && sighting.idm === only);
}

function hintOf(only: string | null, sighting: Sighting, before: Context['hint']): Context['hint'] {
  if (sighting.on === 'nothing') return before;
  if (sighting.on === 'several') return 'several-cards';
  return only === null ? null : 'different-card';
}

/** Looks at the field again and again until a card lies there. */
export function findCardMachine({ card }: StationDeps) {
  return setup({
    types: {
      context: {} as Context,
      input: {} as FindCardInput,
      output: {} as Found,
    },
    actors: { look: fromPromise<Looked>(() => card.look()) },
    actions: {
      readerFailed: assign({ looked: true, found: { kind: 'reader-unavailable' } }),
    },
    guards: {
      awaitsOne: ({ context }) => context.only !== null,
      liesThere: ({ context: { only, seen } }) => seen !== null && isAwaited(only, seen),
    },
    delays: { again: delays.lookAgain, afterReaderError: delays.lookAgainAfterReaderError },
  }).createMachine({
    id: 'findCard',
    context: ({ input: { only, seen = null } }) => ({
      only,
      seen,
      hint: null,
      looked: false,
      found: seen === null ? { kind: 'reader-unavailable' } : { kind: 'sighting', sighting: seen },
    }),
    initial: 'beginning',
    states: {
      beginning: {
        always: [
          { guard: 'liesThere', target: 'found', description: 'seen a moment ago' },
          { target: 'looking', actions: assign({ seen: null, found: { kind: 'reader-unavailable' } }) },
        ],
      },
      looking: {
        invoke: {
          src: 'look',
          onDone: [
            {
              guard: ({ context, event }) => event.output.ok && isAwaited(context.only, event.output.value),
              target: 'found',
              actions: assign({
                found: ({ context, event }) =>
                  event.output.ok ? { kind: 'sighting', sighting: event.output.value } : context.found,
              }),
            },
            {
              guard: ({ event }) => event.output.ok,
              target: 'pausing',
              actions: assign({
                looked: true,
                hint: ({ context, event }) =>
                  event.output.ok ? hintOf(context.only, event.output.value, context.hint) : context.hint,
              }),
            },
            // The reader is away. Where one certain card is awaited it is waited for; else the passenger is told.
            { guard: 'awaitsOne', target: 'waitingForReader', actions: 'readerFailed' },
            { target: 'found', actions: 'readerFailed' },
          ],
          onError: [
            { guard: 'awaitsOne', target: 'waitingForReader', actions: 'readerFailed' },
            { target: 'found', actions: 'readerFailed' },
          ],
        },
      },
      pausing: { after: { again: 'looking' } },
      waitingForReader: { after: { afterReaderError: 'looking' } },
      found: { type: 'final' },
    },
    output: ({ context }) => context.found,
  });
}

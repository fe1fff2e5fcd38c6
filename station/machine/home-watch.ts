import { createHmac, randomBytes } from 'node:crypto';
import { assign, fromPromise, setup } from 'xstate';
import type { ReaderError, Sighting } from '../../hardware/card/port.ts';
import type { Result } from '../../hardware/result.ts';
import { delays } from '../delays.ts';
import type { StationDeps } from './deps.ts';

/**
 * What lies on the reader and is nobody's beginning. `nothing`: the field was seen empty a moment ago. `card`: that one,
 * of the session before, by a mark that only this run can make again (nothing of the passenger stays, design §5).
 * `unknown`: nobody has looked.
 */
export type Left = { readonly kind: 'nothing' | 'unknown' } | { readonly kind: 'card'; readonly mark: string };

export const NOTHING_LEFT: Left = { kind: 'nothing' };
export const LEFT_UNKNOWN: Left = { kind: 'unknown' };

export function leftCard(idm: string | null): Left {
  return idm === null ? LEFT_UNKNOWN : { kind: 'card', mark: markOf(idm) };
}

const salt = randomBytes(16);

function markOf(idm: string): string {
  return createHmac('sha256', salt).update(idm).digest('hex');
}

export interface HomeWatchInput {
  /** Out of service: only staff are awaited. */
  readonly staffOnly: boolean;
  readonly left: Left;
}

export type Laid =
  | { readonly kind: 'staff'; readonly idm: string }
  /** What the look saw, so that nobody has to look again; null: nobody has looked yet. */
  | { readonly kind: 'passenger'; readonly seen: Sighting | null };
type Looked = Result<Sighting, ReaderError>;

interface Context extends HomeWatchInput {
  readonly laid: Laid;
}

/**
 * The idle screen's look at the reader. A staff card opens maintenance; any other card that is laid on an empty reader
 * opens its inquiry (from where the other jobs can be begun), so that the first touch may be the card itself. A card
 * that was left behind does nothing until it has been taken away and the field was seen empty. Another card needs no
 * empty field: it may be laid in the moment in which the first one is taken.
 */
export function homeWatchMachine({ card, idleLookMs }: StationDeps) {
  return setup({
    types: { context: {} as Context, input: {} as HomeWatchInput, output: {} as Laid },
    actors: { look: fromPromise<Looked>(() => card.look()) },
    actions: {
      empty: assign({ left: NOTHING_LEFT }),
      remember: assign(({ context, event }) => {
        const idm = 'output' in event ? idmOf(event.output as Looked) : null;
        return { left: context.left.kind === 'unknown' ? leftCard(idm) : context.left };
      }),
    },
    delays: {
      pause: ({ context }) => {
        if (context.staffOnly) return delays.lookForStaff;
        // A card that was left behind is asked everything at every look, and is in no hurry.
        return context.left.kind === 'card' ? Math.max(idleLookMs, delays.lookAgain) : idleLookMs;
      },
      afterReaderError: delays.lookAgainAfterReaderError,
    },
  }).createMachine({
    id: 'homeWatch',
    context: ({ input }) => ({ ...input, laid: { kind: 'passenger', seen: null } }),
    initial: 'looking',
    states: {
      looking: {
        invoke: {
          src: 'look',
          onDone: [
            { guard: ({ event }) => !event.output.ok, target: 'waitingForReader' },
            {
              guard: ({ event }) => event.output.ok && event.output.value.on === 'nothing',
              target: 'pausing',
              description: 'nothing',
              actions: 'empty',
            },
            {
              guard: ({ context, event }) =>
                isNew(context.left, event.output) && staffOf(event.output).kind === 'staff',
              target: 'laid',
              description: 'a staff card',
              actions: assign({ laid: ({ event }) => staffOf(event.output) }),
            },
            {
              guard: ({ context, event }) => isNew(context.left, event.output) && !context.staffOnly,
              target: 'laid',
              description: 'any other card',
              actions: assign({ laid: ({ event }) => passengerWith(event.output) }),
            },
            { target: 'pausing', description: 'a card that was left behind', actions: 'remember' },
          ],
          onError: 'waitingForReader',
        },
      },
      pausing: { after: { pause: 'looking' } },
      waitingForReader: { after: { afterReaderError: 'looking' } },
      laid: { type: 'final' },
    },
    output: ({ context }) => context.laid,
  });
}

/** What shows no IDm may be another face of what lies there: a telephone has several, and two cards show none. */
function isNew(left: Left, looked: Looked): boolean {
  if (left.kind === 'nothing') return true;
  const idm = idmOf(looked);
  return left.kind === 'card' && idm !== null && markOf(idm) !== left.mark;
}

function idmOf(looked: Looked): string | null {
  return looked.ok && 'idm' in looked.value ? looked.value.idm : null;
}

function staffOf(looked: Looked): Laid {
  return looked.ok && looked.value.on === 'staff-card'
    ? { kind: 'staff', idm: looked.value.idm }
    : passengerWith(looked);
}

function passengerWith(looked: Looked): Laid {
  return { kind: 'passenger', seen: looked.ok ? looked.value : null };
}

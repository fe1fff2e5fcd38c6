import { assign, enqueueActions, fromPromise, setup } from 'xstate';
import type { CardError, Issuer, Sighting } from '../../hardware/card/port.ts';
import type { FieldBefore } from '../../hardware/reader/port.ts';
import { type Result, unreachable } from '../../hardware/result.ts';
import type { Job } from '../contract/words.ts';
import { CARD_READINGS, limits } from '../delays.ts';
import type { Money, OpenTransfer } from '../money.ts';
import type { StationDeps } from './deps.ts';
import { leaving, type SessionEnd, STAFF_CALLED, type Told, WIPED } from './ends.ts';
import { findCardMachine } from './find-card.ts';
import { passOn } from './pass-on.ts';
import { presenceMachine } from './presence.ts';
import { type CardReading, readCard } from './read-card.ts';
import { type SettlingEnd, settlingMachine } from './settling.ts';
import { timeLimitMachine } from './time-limit.ts';
import { troubleOfCardError, troubleOfSighting } from './troubles.ts';

export interface IdentifyInput {
  readonly job: Job;
  /** What lies there already, seen a moment ago. */
  readonly seen?: Sighting | null;
}

export type Identified =
  | { readonly kind: 'read'; readonly reading: CardReading }
  | ({ readonly kind: 'trouble' } & Told)
  /** Staff decide about an older transfer of this card. */
  | { readonly kind: 'unresolved'; readonly transfer: OpenTransfer }
  | { readonly kind: 'left'; readonly end: SessionEnd };

interface Context {
  readonly job: Job;
  readonly seen: Sighting | null;
  /** A look has just found the card: reading goes on in the same field. */
  readonly field: FieldBefore;
  readonly card: { readonly idm: string; readonly issuer: Issuer | null } | null;
  /** The reading just before did not work. */
  readonly notRead: boolean;
  readonly tries: number;
  readonly reading: CardReading | null;
  /** How an older transfer of this card had ended, told before the job goes on. */
  readonly settled: Extract<SettlingEnd, { kind: 'written' | 'voided' }> | null;
  readonly end: Identified;
}

type Read = Result<CardReading, CardError>;

/**
 * The first steps of every job: ask for a card, read it, settle what is open on it (before anything else is offered,
 * design §3), and read it again.
 */
export function identifyMachine(deps: StationDeps, money: Money) {
  return setup({
    types: {
      context: {} as Context,
      input: {} as IdentifyInput,
      output: {} as Identified,
      events: {} as { type: 'touched' | 'back' | 'cancel' | 'continue' | 'call-staff' },
      children: {} as {
        findCard: 'findCard';
        timeLimit: 'timeLimit';
        settling: 'settling';
        presence: 'presence';
        read: 'read';
      },
    },
    actors: {
      findCard: findCardMachine(deps),
      timeLimit: timeLimitMachine(deps.clock),
      presence: presenceMachine(deps),
      settling: settlingMachine(deps, money),
      read: fromPromise<Read, { idm: string; field: FieldBefore }>(({ input }) =>
        readCard(deps.card, money, input.idm, input.field),
      ),
    },
    actions: {
      passOn: enqueueActions(passOn),
      stepBack: assign({ end: { kind: 'left', end: { kind: 'back' } } }),
      callStaff: assign({
        card: null,
        reading: null,
        settled: null,
        end: { kind: 'left', end: STAFF_CALLED },
      }),
      wipe: assign({ card: null, reading: null, settled: null, end: { kind: 'left', end: WIPED } }),
      leaveWithCard: assign(({ context }) => ({
        reading: null,
        settled: null,
        end: { kind: 'left' as const, end: leaving(context.card?.idm ?? null) },
      })),
      cardUnreadable: assign({
        end: ({ context }) => ({
          kind: 'trouble',
          trouble: { kind: 'card-unreadable' },
          idm: context.card?.idm ?? null,
        }),
      }),
    },
  }).createMachine({
    id: 'identify',
    context: ({ input }) => ({
      job: input.job,
      seen: input.seen ?? null,
      field: 'afresh',
      card: null,
      notRead: false,
      tries: 0,
      reading: null,
      settled: null,
      end: { kind: 'left', end: WIPED },
    }),
    on: { '*': { actions: 'passOn' } },
    initial: 'layCard',
    states: {
      layCard: {
        invoke: [
          {
            src: 'findCard',
            id: 'findCard',
            input: ({ context }) => ({ only: null, seen: context.seen }),
            onDone: [
              {
                guard: ({ event }) =>
                  event.output.kind === 'sighting' && troubleOfSighting(event.output.sighting) === null,
                target: 'reading',
                description: 'an ICOCA',
                actions: assign({
                  card: ({ event }) => (event.output.kind === 'sighting' ? cardOf(event.output.sighting) : null),
                  // Who was asked for a card and lays two has a moment longer to be seen with both.
                  field: ({ context }) => (context.seen?.on === 'transit-card' ? 'as-it-is' : 'afresh'),
                  seen: null,
                }),
              },
              {
                target: 'ended',
                description: 'another card, or no reader',
                actions: assign({
                  end: ({ event }) => ({
                    kind: 'trouble',
                    idm: null,
                    trouble: (event.output.kind === 'sighting' ? troubleOfSighting(event.output.sighting) : null) ?? {
                      kind: 'reader-unavailable',
                    },
                  }),
                }),
              },
            ],
          },
          { src: 'timeLimit', id: 'timeLimit', input: limits.layCard, onDone: { target: 'ended', actions: 'wipe' } },
        ],
        on: {
          back: { target: 'ended', actions: 'stepBack' },
          cancel: { target: 'ended', actions: 'wipe' },
          'call-staff': { target: 'ended', actions: 'callStaff' },
        },
      },
      reading: {
        invoke: {
          src: 'read',
          id: 'read',
          input: ({ context }) => ({ idm: context.card?.idm ?? '', field: context.field }),
          onDone: [
            {
              guard: ({ context, event }) => isSettleable(event.output, context.settled),
              target: 'settling',
              description: 'an open transfer',
              actions: assign({ reading: ({ event }) => (event.output.ok ? event.output.value : null) }),
            },
            {
              guard: ({ event }) => event.output.ok,
              target: 'ended',
              description: 'read',
              actions: assign({
                end: ({ context, event }) =>
                  event.output.ok
                    ? { kind: 'read', reading: withoutSettled(event.output.value, context.settled) }
                    : context.end,
              }),
            },
            {
              guard: ({ context, event }) => isGone(event.output) && context.tries + 1 < CARD_READINGS,
              target: 'layCard',
              description: 'taken away too soon',
              actions: assign({ notRead: true, tries: ({ context }) => context.tries + 1, card: null }),
            },
            {
              target: 'ended',
              description: 'not readable',
              actions: assign({
                end: ({ context, event }) => ({
                  kind: 'trouble',
                  idm: null,
                  trouble: event.output.ok
                    ? { kind: 'card-unreadable' }
                    : troubleOfCardError(event.output.error, 'reading', context.card?.issuer ?? null),
                }),
              }),
            },
          ],
          onError: { target: 'ended', description: 'defect', actions: 'cardUnreadable' },
        },
        on: { 'call-staff': { target: 'ended', actions: 'callStaff' } },
      },
      settling: {
        invoke: {
          src: 'settling',
          id: 'settling',
          input: ({ context }) => ({ transfer: transferOf(context) }),
          onDone: [
            {
              guard: ({ event }) => event.output.kind === 'written' || event.output.kind === 'voided',
              target: 'settledEarlier',
              description: 'proven',
              actions: assign({
                settled: ({ event }) =>
                  event.output.kind === 'written' || event.output.kind === 'voided' ? event.output : null,
              }),
            },
            {
              target: 'ended',
              description: 'not settled here',
              actions: assign({ end: ({ event }) => endOfSettling(event.output) }),
            },
          ],
          onError: { target: 'ended', description: 'defect', actions: 'cardUnreadable' },
        },
      },
      settledEarlier: {
        invoke: [
          {
            src: 'presence',
            id: 'presence',
            input: ({ context }) => ({ idm: context.card?.idm ?? '' }),
            onDone: { target: 'ended', description: 'card removed', actions: 'wipe' },
          },
          {
            src: 'timeLimit',
            id: 'timeLimit',
            input: limits.choose,
            onDone: { target: 'ended', actions: 'leaveWithCard' },
          },
        ],
        on: {
          continue: { target: 'reading', actions: assign({ field: 'afresh' }) },
          cancel: { target: 'ended', actions: 'leaveWithCard' },
          'call-staff': { target: 'ended', actions: 'callStaff' },
        },
      },
      ended: { type: 'final' },
    },
    output: ({ context }) => context.end,
  });
}

function cardOf(sighting: Sighting): Context['card'] {
  return sighting.on === 'transit-card' ? { idm: sighting.idm, issuer: sighting.issuer } : null;
}

/** An open transfer can be settled here only with the card that it was made with; a reissued card has another IDm. */
function isSettleable(read: Read, settled: Context['settled']): boolean {
  if (!read.ok) return false;
  const { transfer, idm } = withoutSettled(read.value, settled);
  return transfer !== null && transfer.evidence.idm === idm;
}

/** The center may not have heard yet of what was settled a moment ago. */
function withoutSettled(reading: CardReading, settled: Context['settled']): CardReading {
  const isSettled = settled !== null && settled.transfer.transferId === reading.transfer?.transferId;
  return isSettled ? { ...reading, transfer: null } : reading;
}

function isGone(read: Read): boolean {
  return !read.ok && read.error.kind === 'card-gone';
}

function transferOf(context: Context): OpenTransfer {
  const transfer = context.reading?.transfer;
  if (!transfer) throw new Error('settling without a transfer');
  return transfer;
}

function endOfSettling(end: SettlingEnd): Identified {
  switch (end.kind) {
    case 'unresolved':
      return { kind: 'unresolved', transfer: end.transfer };
    case 'storage':
      return { kind: 'left', end: { kind: 'out-of-service', reason: 'storage' } };
    case 'left':
    case 'written':
    case 'voided':
      return { kind: 'left', end: WIPED };
    default:
      return unreachable(end);
  }
}

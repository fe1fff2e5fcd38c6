import { assign, enqueueActions, fromCallback, fromPromise, raise, setup } from 'xstate';
import { unreachable } from '../../hardware/result.ts';
import type { ServiceReason, ServiceState, StaffIntent, StaffRoom } from '../contract/staff.ts';
import { delays, limits } from '../delays.ts';
import type { StationDeps } from '../machine/deps.ts';
import { LEFT_UNKNOWN, type Left, leftCard, NOTHING_LEFT } from '../machine/home-watch.ts';
import { passOn } from '../machine/pass-on.ts';
import { presenceMachine } from '../machine/presence.ts';
import { timeLimitMachine } from '../machine/time-limit.ts';
import type { Admission } from './access/access.ts';
import { mayOpen } from './access/may.ts';
import { pinAt, shuffledPad } from './access/pin.ts';
import type { SessionEndReason } from './audit/entries.ts';
import { awaitCardMachine } from './await-card.ts';
import { choosePinMachine } from './choose-pin.ts';
import type { PowerAct, StaffCard, Who } from './parts.ts';
import { roomsOf } from './rooms.ts';
import { reasonsFor } from './service.ts';

export interface StaffInput {
  readonly card: StaffCard;
}

/** How a session of staff ended. `opened`: they put the machine back in service. */
export interface StaffEnd {
  readonly opened: boolean;
  readonly left: Left;
}

interface Context {
  readonly card: StaffCard;
  /** Null before the PIN was right. */
  readonly who: Who | null;
  readonly admission: Admission | null;
  readonly pad: readonly number[];
  readonly wrong: boolean;
  readonly chosenService: ServiceState;
  readonly chosenPower: PowerAct;
  readonly why: SessionEndReason;
  readonly opened: boolean;
  /** What lies on the reader: the staff card, or, while it is lent or does not answer, nobody knows what. */
  readonly left: Left;
  /** When the state that is up ends by itself, by the clock; null where none does. */
  readonly until: number | null;
}

export type StaffEvent =
  | Exclude<StaffIntent, { type: 'more-time' | 'set-language' }>
  | { type: 'touched' }
  | { type: 'reader.lend' | 'reader.return' };

/**
 * Staff at the machine: card and PIN, the menu, its rooms, and the way out. As long as the session goes on the card is
 * watched; only while a room has lent the reader to another card is it away, and not for long.
 */
export function staffMachine(deps: StationDeps) {
  const { access, audit, random, power } = deps.staff;
  const rooms = roomsOf(deps);
  return setup({
    types: {
      context: {} as Context,
      input: {} as StaffInput,
      output: {} as StaffEnd,
      events: {} as StaffEvent,
      children: {} as {
        admit: 'admit';
        timeLimit: 'timeLimit';
        presence: 'presence';
        awaitCard: 'awaitCard';
        cardWhileCleaning: 'presence';
        cardAfterCleaning: 'awaitCard';
        choosePin: 'choosePin';
        unresolved: 'unresolved';
        devices: 'devices';
        money: 'money';
        journal: 'journal';
        settings: 'settings';
        cards: 'cards';
        log: 'log';
      },
    },
    actors: {
      admit: fromPromise<Admission, StaffCard>(({ input }) => access.admit(input)),
      timeLimit: timeLimitMachine(deps.clock),
      presence: presenceMachine(deps),
      awaitCard: awaitCardMachine(deps),
      choosePin: choosePinMachine(random),
      log: fromCallback<{ type: 'log-lost' }>(({ sendBack }) => audit.onProblem(() => sendBack({ type: 'log-lost' }))),
      unresolved: rooms.unresolved.machine,
      devices: rooms.devices.machine,
      money: rooms.money.machine,
      journal: rooms.journal.machine,
      settings: rooms.settings.machine,
      cards: rooms.cards.machine,
    },
    actions: {
      passOn: enqueueActions(passOn),
      /** As if whoever is in the room had gone back: without the staff card nothing is begun there. */
      callBack: enqueueActions(({ self, enqueue }) => passOn({ self, enqueue, event: { type: 'back' } })),
      tellBack: enqueueActions(({ self, enqueue }) => passOn({ self, enqueue, event: { type: 'staff-card.back' } })),
      shuffle: assign({ pad: () => shuffledPad(random) }),
      tryPin: assign(({ context, event }) => {
        const pin = event.type === 'pin' ? pinAt(context.pad, event.places) : null;
        if (pin === null) return {};
        const outcome = access.tryPin(context.card, pin);
        switch (outcome.kind) {
          case 'right':
            audit.append({ kind: 'session-begun', card: outcome.who.hash, role: outcome.who.role });
            return { who: outcome.who, wrong: false };
          case 'wrong':
            return { admission: { kind: 'pin' as const, triesLeft: outcome.triesLeft }, wrong: true };
          case 'pin':
          case 'locked':
          case 'refused':
          case 'first-engineer':
            return { admission: outcome, wrong: true };
          default:
            return unreachable(outcome);
        }
      }),
      chooseService: assign({
        chosenService: ({ context, event }) => (event.type === 'choose-service' ? event.state : context.chosenService),
      }),
      choosePower: assign({
        chosenPower: ({ context, event }) => (event.type === 'choose-power' ? event.act : context.chosenPower),
      }),
      setService: assign(({ context, event }) => {
        if (event.type !== 'set-service' || !context.who) return {};
        return { opened: changeService(deps, context.who, event.state, event.reason) ?? context.opened };
      }),
      lockEnds: assign({
        until: ({ context }) => deps.clock.now() + (context.admission?.kind === 'locked' ? context.admission.ms : 0),
      }),
      cleaningEnds: assign({ until: () => deps.clock.now() + delays.cleaning }),
      noteCleaning: ({ context }) => {
        note(context, 'clean-screen');
      },
      askForPower: ({ context }) => {
        if (note(context, context.chosenPower)) power(context.chosenPower);
      },
      endSession: ({ context }) => {
        if (context.who) audit.append({ kind: 'session-ended', card: context.card.hash, why: context.why });
      },
      becauseFinish: assign({ why: 'finish' }),
      becauseCard: assign({ why: 'card-taken' }),
      cardLies: assign({ left: ({ context }) => leftCard(context.card.idm) }),
      cardTaken: assign({ left: NOTHING_LEFT }),
      unknownLies: assign({ left: LEFT_UNKNOWN }),
      becauseTime: assign({ why: 'time' }),
      becauseDefect: assign({ why: 'defect' }),
    },
    guards: {
      isLocked: ({ context }) => context.admission?.kind === 'locked',
      isRefused: ({ context }) => context.admission?.kind === 'refused',
      isFirst: ({ context }) => context.admission?.kind === 'first-engineer',
      isIn: ({ context }) => context.who !== null,
      opens: ({ context, event }, { room }: { room: StaffRoom }) =>
        event.type === 'open-room' && event.room === room && context.who !== null && mayOpen(context.who.role, room),
      isOffered: ({ context, event }) =>
        event.type === 'set-service' &&
        event.state === context.chosenService &&
        reasonsFor(event.state).includes(event.reason),
      readerWasLost: ({ event }) => 'output' in event && event.output === 'reader-lost',
    },
    delays: {
      lock: ({ context }) => (context.admission?.kind === 'locked' ? context.admission.ms : 0),
      cleaning: delays.cleaning,
      readerLent: delays.readerLent,
      staffCardBack: delays.staffCardBack,
    },
  }).createMachine({
    id: 'staff',
    context: ({ input }) => ({
      card: input.card,
      who: null,
      admission: null,
      pad: [],
      wrong: false,
      chosenService: 'in-service',
      chosenPower: 'restart',
      why: 'finish',
      opened: false,
      left: LEFT_UNKNOWN,
      until: null,
    }),
    initial: 'session',
    on: { '*': { actions: 'passOn' }, touched: { actions: 'passOn' } },
    states: {
      session: {
        type: 'parallel',
        invoke: [
          {
            src: 'timeLimit',
            id: 'timeLimit',
            input: limits.staff,
            onDone: { target: 'ended', actions: 'becauseTime' },
          },
          { src: 'log', id: 'log' },
        ],
        exit: 'endSession',
        on: {
          finish: { target: 'ended', actions: 'becauseFinish' },
          'log-lost': {
            guard: 'isIn',
            target: 'ended',
            description: 'nothing can be written down',
            actions: 'becauseDefect',
          },
        },
        states: {
          page: {
            initial: 'admitting',
            states: {
              admitting: {
                invoke: {
                  src: 'admit',
                  id: 'admit',
                  input: ({ context }) => context.card,
                  onDone: { target: 'deciding', actions: assign({ admission: ({ event }) => event.output }) },
                  onError: { target: '#staff.ended', actions: 'becauseDefect' },
                },
              },
              deciding: {
                always: [
                  { guard: 'isIn', target: 'menu', description: 'PIN right' },
                  { guard: 'isLocked', target: 'locked', description: 'tried too often' },
                  { guard: 'isRefused', target: 'refused', description: 'not for this card' },
                  { guard: 'isFirst', target: 'choosingPin', description: 'first engineer of this machine' },
                  { target: 'enteringPin', description: 'PIN' },
                ],
              },
              enteringPin: { entry: 'shuffle', on: { pin: { target: 'deciding', actions: 'tryPin' } } },
              locked: { entry: 'lockEnds', after: { lock: { target: 'admitting', description: 'over' } } },
              refused: {},
              choosingPin: {
                invoke: {
                  src: 'choosePin',
                  id: 'choosePin',
                  onDone: {
                    target: 'deciding',
                    description: 'enrolled',
                    actions: assign(({ context, event }) => enrolFirst(context.card, event.output.pin)),
                  },
                },
              },
              menu: {
                // A room that was left has the reader no longer, whether it said so or not.
                entry: raise({ type: 'reader.return' }),
                on: {
                  'open-room': [
                    { guard: { type: 'opens', params: { room: 'unresolved' } }, target: 'unresolved' },
                    { guard: { type: 'opens', params: { room: 'devices' } }, target: 'devices' },
                    { guard: { type: 'opens', params: { room: 'money' } }, target: 'money' },
                    { guard: { type: 'opens', params: { room: 'journal' } }, target: 'journal' },
                    { guard: { type: 'opens', params: { room: 'settings' } }, target: 'settings' },
                    { guard: { type: 'opens', params: { room: 'cards' } }, target: 'cards' },
                  ],
                  'choose-service': { target: 'choosingService', actions: 'chooseService' },
                  'clean-screen': { target: 'cleaning', actions: 'noteCleaning' },
                  'choose-power': { target: 'confirmingPower', actions: 'choosePower' },
                },
              },
              choosingService: {
                on: { 'set-service': { guard: 'isOffered', target: 'menu', actions: 'setService' }, back: 'menu' },
              },
              /**
               * By time, or by the staff card, taken and laid again: a touch is what the cloth does, and the reader is
               * wiped too. Without the card nothing but this screen is there, and the menu asks for it.
               */
              cleaning: {
                entry: ['cleaningEnds', raise({ type: 'reader.lend' })],
                after: { cleaning: { target: 'menu', description: 'over' } },
                initial: 'cardLies',
                states: {
                  cardLies: {
                    invoke: { src: 'presence', id: 'cardWhileCleaning', input: idmOf, onDone: 'cardTaken' },
                  },
                  cardTaken: {
                    invoke: {
                      src: 'awaitCard',
                      id: 'cardAfterCleaning',
                      input: idmOf,
                      onDone: { target: '#staff.session.page.menu', description: 'staff card laid again' },
                    },
                  },
                },
              },
              confirmingPower: { on: { confirm: { target: 'powering' }, back: 'menu' } },
              powering: { entry: 'askForPower' },
              unresolved: { invoke: { src: 'unresolved', id: 'unresolved', input: whoOf, onDone: 'menu' } },
              devices: { invoke: { src: 'devices', id: 'devices', input: whoOf, onDone: 'menu' } },
              money: { invoke: { src: 'money', id: 'money', input: whoOf, onDone: 'menu' } },
              journal: { invoke: { src: 'journal', id: 'journal', input: whoOf, onDone: 'menu' } },
              settings: { invoke: { src: 'settings', id: 'settings', input: whoOf, onDone: 'menu' } },
              cards: { invoke: { src: 'cards', id: 'cards', input: whoOf, onDone: 'menu' } },
            },
          },
          card: {
            initial: 'watched',
            on: { 'reader.lend': '.lent' },
            states: {
              watched: {
                entry: 'cardLies',
                invoke: {
                  src: 'presence',
                  id: 'presence',
                  input: idmOf,
                  onDone: [
                    { guard: 'readerWasLost', target: 'awaited', description: 'the reader does not answer' },
                    { target: '#staff.ended', description: 'card taken', actions: ['becauseCard', 'cardTaken'] },
                  ],
                },
              },
              /** No touch makes it longer: it may be anybody's. Only a room does, by lending anew for its next step. */
              lent: {
                entry: 'unknownLies',
                on: { 'reader.return': 'awaited' },
                after: { readerLent: { target: 'awaited', description: 'lent for too long', actions: 'callBack' } },
              },
              awaited: {
                entry: 'unknownLies',
                invoke: {
                  src: 'awaitCard',
                  id: 'awaitCard',
                  input: idmOf,
                  onDone: { target: 'watched', actions: 'tellBack' },
                },
                after: {
                  staffCardBack: { target: '#staff.ended', description: 'not laid again', actions: 'becauseCard' },
                },
              },
            },
          },
        },
      },
      ended: { type: 'final' },
    },
    output: ({ context }) => ({ opened: context.opened, left: context.left }),
  });

  /** The first engineer of this machine: enrolled and at work, or nothing is. */
  function enrolFirst(card: StaffCard, pin: string): Pick<Context, 'who' | 'admission'> {
    const enrolled = access.enrol(card, pin, null);
    if (!enrolled.ok) return { who: null, admission: { kind: 'refused', why: 'storage' } };
    audit.append({ kind: 'session-begun', card: card.hash, role: enrolled.value.role });
    return { who: enrolled.value, admission: null };
  }

  /** False: it could not be written down. */
  function note({ card }: Context, act: string): boolean {
    return audit.append({ kind: 'act', card: card.hash, act, detail: null }).ok;
  }
}

function whoOf({ context }: { context: Context }): { who: Who } {
  if (!context.who) throw new Error('nobody has come in');
  return { who: context.who };
}

function idmOf({ context }: { context: Context }): { idm: string } {
  return { idm: context.card.idm };
}

/** Written into the journal and the audit log, or nothing has changed. Null: nothing has. */
function changeService(deps: StationDeps, who: Who, state: ServiceState, reason: ServiceReason): boolean | null {
  const { audit, service } = deps.staff;
  if (!audit.append({ kind: 'service-changed', state, reason, by: who.hash }).ok) return null;
  return service.set({ state, reason }, who.hash).ok ? state !== 'out-of-service' : null;
}

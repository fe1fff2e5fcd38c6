import { assign } from 'xstate';
import { limits } from '../delays.ts';
import type { StationDeps } from './deps.ts';
import { WIPED } from './ends.ts';
import { LEFT_UNKNOWN } from './home-watch.ts';
import {
  choicesLimitOf,
  freshAt,
  goodbyeOf,
  interruptedOf,
  neverSentOf,
  seenOf,
  staffCardOf,
  staffIdmOf,
  toGoOnWith,
  toTellOf,
} from './station-context.ts';
import { setUpStation } from './station-setup.ts';

/**
 * One machine: `starting → recovering → inService | outOfService | maintenance`. Every job is a child machine; this one
 * knows only which job runs and how it ended. Snapshots are never persisted: after a restart it always goes through
 * `recovering`, which reads the journal (design §2).
 */
export function stationMachine(deps: StationDeps) {
  return setUpStation(deps).createMachine({
    id: 'station',
    context: {
      ...freshAt(deps.display().volume),
      reason: null,
      interrupted: null,
      neverSent: null,
      staff: null,
      staffIdm: '',
      seen: null,
      left: LEFT_UNKNOWN,
    },
    on: {
      '*': { actions: 'passOn' },
      // Language and modes change how it is said and nothing else; the passenger is there, so time begins anew.
      'set-language': { actions: ['setLanguage', 'passOnTouch'] },
      'set-modes': { actions: ['setModes', 'passOnTouch'] },
    },
    invoke: { src: 'service', id: 'service' },
    initial: 'starting',
    states: {
      starting: {
        always: {
          guard: 'isBroken',
          target: 'outOfService',
          description: 'the journal cannot be opened',
          actions: assign({ reason: () => (deps.money.ok ? null : deps.money.error) }),
        },
        invoke: { src: 'devices', id: 'devices' },
        on: { 'devices.ready': 'recovering' },
        after: { devicesAtStart: { target: 'recovering', description: 'without the reader' } },
      },
      recovering: {
        invoke: {
          src: 'recover',
          id: 'recover',
          onDone: [
            { guard: 'isClosed', target: 'outOfService', description: 'closed before', actions: 'rememberClosed' },
            {
              guard: ({ event }) => event.output.interrupted !== null || event.output.finished !== null,
              target: 'inService.interrupted',
              description: 'a transfer was interrupted',
              actions: assign({ interrupted: ({ event }) => toGoOnWith(event.output) }),
            },
            {
              guard: ({ event }) => event.output.neverSent !== null,
              target: 'inService.voidedAtStart',
              description: 'a charge had not been sent yet',
              actions: assign({ neverSent: ({ event }) => toTellOf(event.output.neverSent) }),
            },
            { target: 'inService', description: 'nothing was interrupted' },
          ],
          onError: { target: 'outOfService', description: 'defect', actions: assign({ reason: 'storage' }) },
        },
      },
      inService: {
        invoke: { src: 'center', id: 'center' },
        initial: 'home',
        states: {
          home: {
            entry: assign({ end: WIPED, interrupted: null }),
            // Between two passengers, also where the center said so while one was being served.
            always: [
              {
                guard: 'isRefusedByCenter',
                target: '#station.outOfService',
                description: 'the center will not have this machine',
                actions: 'rememberRefusal',
              },
              {
                guard: 'isClosed',
                target: '#station.outOfService',
                description: 'closed by staff, or for their decision',
                actions: 'rememberClosed',
              },
            ],
            after: {
              lastPassenger: { guard: 'isLast', actions: 'closeAfterLast', description: 'nobody came any more' },
            },
            invoke: {
              src: 'homeWatch',
              id: 'homeWatch',
              input: ({ context }) => ({ staffOnly: false, left: context.left }),
              onDone: [
                {
                  guard: ({ event }) => event.output.kind === 'staff',
                  target: '#station.staffCard',
                  description: 'a staff card',
                  actions: assign({ staffIdm: ({ event }) => staffIdmOf(event.output) }),
                },
                {
                  target: 'inquiry',
                  description: 'a card',
                  actions: assign({ seen: ({ event }) => seenOf(event.output) }),
                },
              ],
              onError: 'home',
            },
            on: {
              'choose-job': [
                { guard: 'choseRegistration', target: 'registration', description: 'registration' },
                { guard: 'chosePointCharge', target: 'pointCharge', description: 'point charge' },
                { target: 'inquiry', description: 'inquiry' },
              ],
              'show-notice': { guard: 'knowsTheDay', target: 'notice' },
              'call-staff': 'staffCalled',
              'set-language': { target: '.madeOwn', reenter: false, actions: 'setLanguage' },
              'set-modes': { target: '.madeOwn', reenter: false, actions: 'setModes' },
            },
            initial: 'waiting',
            states: {
              waiting: { entry: 'forgetLeft', always: { guard: 'madeOwn', target: 'madeOwn' } },
              /** Somebody has chosen a language or a mode, and may still be there. */
              madeOwn: {
                invoke: {
                  src: 'timeLimit',
                  id: 'timeLimit',
                  input: ({ context }) => choicesLimitOf(context),
                  onDone: { target: 'waiting', actions: 'freshPassenger', description: 'nobody there' },
                },
              },
            },
          },
          notice: {
            invoke: {
              src: 'timeLimit',
              id: 'timeLimit',
              input: limits.notice,
              onDone: { target: 'home', actions: 'freshPassenger' },
            },
            on: {
              back: 'home',
              continue: 'home',
              cancel: { target: 'home', actions: 'freshPassenger' },
              'call-staff': 'staffCalled',
            },
          },
          registration: {
            invoke: {
              src: 'registration',
              id: 'registration',
              onDone: { target: 'ending', actions: assign({ end: ({ event }) => event.output }) },
              onError: { target: 'ending', description: 'defect' },
            },
          },
          pointCharge: {
            invoke: {
              src: 'pointCharge',
              id: 'pointCharge',
              onDone: { target: 'ending', actions: assign({ end: ({ event }) => event.output }) },
              // A defect of ours where value may be in flight: no guessing, the journal tells at the next start.
              onError: {
                target: 'ending',
                description: 'defect',
                actions: assign({ end: { kind: 'out-of-service', reason: 'contradiction' } }),
              },
            },
          },
          inquiry: {
            invoke: {
              src: 'inquiry',
              id: 'inquiry',
              input: ({ context }) => ({ seen: context.seen }),
              onDone: { target: 'ending', actions: assign({ end: ({ event }) => event.output }) },
              onError: { target: 'ending', description: 'defect' },
            },
            initial: 'wiped',
            states: { wiped: { entry: assign({ seen: null }) } },
          },
          interrupted: {
            invoke: {
              src: 'afterCharge',
              id: 'interrupted',
              input: ({ context }) => interruptedOf(context),
              onDone: { target: 'ending', actions: assign({ end: ({ event }) => event.output }) },
              onError: { target: 'ending', description: 'defect' },
            },
            initial: 'wiped',
            states: { wiped: { entry: assign({ interrupted: null }) } },
          },
          voidedAtStart: {
            invoke: {
              src: 'voidedAtStart',
              id: 'voidedAtStart',
              input: ({ context }) => neverSentOf(context),
              onDone: { target: 'ending', actions: assign({ end: ({ event }) => event.output }) },
              onError: { target: 'ending', description: 'defect' },
            },
            initial: 'wiped',
            states: { wiped: { entry: assign({ neverSent: null }) } },
          },
          /** How the session ended decides what comes next; nothing else of it is left. */
          ending: {
            always: [
              {
                guard: 'isOutOfService',
                target: '#station.outOfService',
                description: 'out of service',
                actions: assign({
                  reason: ({ context }) => (context.end.kind === 'out-of-service' ? context.end.reason : null),
                }),
              },
              {
                guard: 'goesOnWithRegistration',
                target: 'registration',
                description: 'registration',
              },
              {
                guard: 'goesOnWithPointCharge',
                target: 'pointCharge',
                description: 'point charge',
              },
              { guard: 'goesOnWithInquiry', target: 'inquiry', description: 'inquiry' },
              { guard: 'isStaffCalled', target: 'staffCalled', description: 'staff called' },
              { guard: 'isBack', target: 'home', description: 'back' },
              { target: 'goodbye', description: 'goodbye' },
            ],
          },
          goodbye: {
            invoke: {
              src: 'goodbye',
              id: 'goodbye',
              input: ({ context }) => goodbyeOf(context),
              onDone: {
                target: 'home',
                actions: ['freshPassenger', 'closeAfterLast', assign({ left: ({ event }) => event.output.left })],
              },
              onError: { target: 'home', description: 'defect', actions: 'freshPassenger' },
            },
            on: { 'call-staff': 'staffCalled' },
            initial: 'wiped',
            states: { wiped: { entry: assign({ end: WIPED }) } },
          },
          staffCalled: {
            invoke: [
              {
                src: 'timeLimit',
                id: 'timeLimit',
                input: limits.staffCalled,
                onDone: { target: 'home', actions: 'freshPassenger' },
              },
              // They come with their card.
              {
                src: 'homeWatch',
                id: 'homeWatch',
                input: ({ context }) => ({ staffOnly: true, left: context.left }),
                onDone: {
                  target: '#station.staffCard',
                  description: 'a staff card',
                  actions: assign({ staffIdm: ({ event }) => staffIdmOf(event.output) }),
                },
                onError: { target: 'staffCalled', reenter: true },
              },
            ],
            on: { continue: { target: 'home', actions: 'freshPassenger' } },
          },
        },
      },
      outOfService: {
        entry: ['freshPassenger', 'closeForGood'],
        always: {
          guard: 'isOpenedAgain',
          target: 'inService',
          description: 'open again',
          actions: assign({ reason: null }),
        },
        initial: 'closed',
        states: {
          closed: {
            invoke: {
              src: 'homeWatch',
              id: 'homeWatch',
              input: ({ context }) => ({ staffOnly: true, left: context.left }),
              onDone: {
                target: '#station.staffCard',
                description: 'a staff card',
                actions: assign({ staffIdm: ({ event }) => staffIdmOf(event.output) }),
              },
              onError: 'closed',
            },
            on: {
              'set-language': { target: '.madeOwn', reenter: false, actions: 'setLanguage' },
              'set-modes': { target: '.madeOwn', reenter: false, actions: 'setModes' },
            },
            initial: 'waiting',
            states: {
              waiting: { entry: 'forgetLeft' },
              /** Somebody reads, or listens to, why it is closed. */
              madeOwn: {
                invoke: {
                  src: 'timeLimit',
                  id: 'timeLimit',
                  input: ({ context }) => choicesLimitOf(context),
                  onDone: { target: 'waiting', actions: 'freshPassenger', description: 'nobody there' },
                },
              },
            },
          },
        },
      },
      /** A card that says it is one of staff proves it, with or without the machine in service. */
      staffCard: {
        invoke: {
          src: 'authenticate',
          id: 'authenticate',
          input: ({ context }) => ({ idm: context.staffIdm }),
          onDone: [
            {
              guard: ({ event }) => event.output !== null,
              target: 'maintenance',
              description: 'genuine',
              actions: assign({ staff: ({ event }) => event.output }),
            },
            { target: 'afterStaff', description: 'not genuine', actions: ['rememberLeft', 'freshPassenger'] },
          ],
          onError: { target: 'afterStaff', description: 'defect', actions: ['rememberLeft', 'freshPassenger'] },
        },
      },
      /** The screen shows that staff are at work; what they see and do is a machine and a page of its own. */
      maintenance: {
        invoke: {
          src: 'staff',
          id: 'staff',
          input: ({ context }) => ({ card: staffCardOf(context) }),
          onDone: {
            target: 'afterStaff',
            actions: [
              'freshPassenger',
              assign({
                reason: ({ context, event }) => (event.output.opened ? null : context.reason),
                left: ({ event }) => event.output.left,
              }),
            ],
          },
          onError: { target: 'afterStaff', description: 'defect', actions: 'freshPassenger' },
        },
      },
      afterStaff: {
        always: [
          { guard: 'isBroken', target: 'outOfService', description: 'still without a journal' },
          { guard: 'isClosed', target: 'outOfService', description: 'closed', actions: 'rememberClosed' },
          { guard: 'hasReason', target: 'outOfService', description: 'still broken' },
          { target: 'inService', description: 'in service' },
        ],
      },
    },
  });
}

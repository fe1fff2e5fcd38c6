import { assign, enqueueActions, fromCallback, fromPromise, setup } from 'xstate';
import type { CardError } from '../../hardware/card/port.ts';
import type { Result } from '../../hardware/result.ts';
import type { Intent } from '../contract/intent.ts';
import { delays, limits, VOICE_PATIENCE } from '../delays.ts';
import type { Recovery } from '../money.ts';
import { afterChargeMachine } from './after-charge.ts';
import type { StationDeps } from './deps.ts';
import { WIPED } from './ends.ts';
import { goodbyeMachine } from './goodbye.ts';
import { homeWatchMachine } from './home-watch.ts';
import { inquiryMachine } from './inquiry.ts';
import { passOn, passOnTouch } from './pass-on.ts';
import { pointChargeMachine } from './point-charge.ts';
import { presenceMachine } from './presence.ts';
import { registrationMachine } from './registration.ts';
import {
  FRESH,
  goodbyeOf,
  interruptedOf,
  isFresh,
  neverSentOf,
  noMoney,
  reasonOf,
  type StaffRole,
  type StationContext,
  staffOf,
  toTellOf,
  withRole,
} from './station-context.ts';
import { timeLimitMachine } from './time-limit.ts';
import { voidedAtStartMachine } from './voided-at-start.ts';

export type StationEvent =
  | Exclude<Intent, { type: 'more-time' }>
  /** Somebody is there: every time limit begins anew. */
  | { type: 'touched' }
  | { type: 'devices.ready' }
  /** Wakes the idle screen, which looks for itself. */
  | { type: 'center.refuses' };

/**
 * One machine: `starting → recovering → inService | outOfService | maintenance`. Every job is a child machine; this one
 * knows only which job runs and how it ended. Snapshots are never persisted: after a restart it always goes through
 * `recovering`, which reads the journal (design §2).
 */
export function stationMachine(deps: StationDeps) {
  const money = deps.money.ok ? deps.money.value : noMoney;
  return setup({
    types: {
      context: {} as StationContext,
      events: {} as StationEvent,
      children: {} as {
        devices: 'devices';
        center: 'center';
        recover: 'recover';
        interrupted: 'afterCharge';
        voidedAtStart: 'voidedAtStart';
        registration: 'registration';
        pointCharge: 'pointCharge';
        inquiry: 'inquiry';
        goodbye: 'goodbye';
        homeWatch: 'homeWatch';
        authenticate: 'authenticate';
        presence: 'presence';
        timeLimit: 'timeLimit';
      },
    },
    actors: {
      /** Says when the reader has answered for the first time. */
      devices: fromCallback(({ sendBack }) => {
        const tell = () => {
          if (deps.reader.status === 'ready') sendBack({ type: 'devices.ready' });
        };
        tell();
        return deps.reader.onStatus(tell);
      }),
      /** Says when the center will not have this machine. */
      center: fromCallback(({ sendBack }) => {
        const tell = () => {
          if (deps.day.refusal) sendBack({ type: 'center.refuses' });
        };
        tell();
        return deps.day.onChange(tell);
      }),
      recover: fromPromise<Recovery>(() => money.recover()),
      afterCharge: afterChargeMachine(deps, money),
      voidedAtStart: voidedAtStartMachine(deps),
      registration: registrationMachine(deps, money),
      pointCharge: pointChargeMachine(deps, money),
      inquiry: inquiryMachine(deps, money),
      goodbye: goodbyeMachine(deps),
      homeWatch: homeWatchMachine(deps),
      presence: presenceMachine(deps),
      timeLimit: timeLimitMachine(deps.clock),
      authenticate: fromPromise<Result<{ role: StaffRole }, CardError> | null, { idm: string }>(
        async ({ input }) => deps.card.keyed?.authenticateStaff(input.idm) ?? null,
      ),
    },
    actions: {
      passOn: enqueueActions(passOn),
      passOnTouch: enqueueActions(passOnTouch),
      freshPassenger: assign({ ...FRESH, staff: null }),
      setLanguage: assign({
        language: ({ context, event }) => (event.type === 'set-language' ? event.language : context.language),
      }),
      setModes: assign({
        modes: ({ context, event }) => (event.type === 'set-modes' ? event.modes : context.modes),
      }),
      rememberRefusal: assign({ reason: () => deps.day.refusal && reasonOf(deps.day.refusal) }),
    },
    guards: {
      isBroken: () => !deps.money.ok,
      isRefusedByCenter: () => deps.day.refusal !== null,
      isOutOfService: ({ context }) => context.end.kind === 'out-of-service',
      isStaffCalled: ({ context }) => context.end.kind === 'staff-called',
      isBack: ({ context }) => context.end.kind === 'back',
      goesOnWithRegistration: ({ context }) => context.end.kind === 'job' && context.end.job === 'registration',
      goesOnWithPointCharge: ({ context }) => context.end.kind === 'job' && context.end.job === 'point-charge',
      goesOnWithInquiry: ({ context }) => context.end.kind === 'job' && context.end.job === 'inquiry',
      choseRegistration: ({ event }) => event.type === 'choose-job' && event.job === 'registration',
      chosePointCharge: ({ event }) => event.type === 'choose-job' && event.job === 'point-charge',
      knowsTheDay: () => deps.day.today !== null,
      madeOwn: ({ context }) => context.language !== FRESH.language || !isFresh(context.modes),
      wasInService: ({ context }) => context.reason === null,
    },
    delays: {
      devicesAtStart: delays.devicesAtStart,
      staffCalled: delays.staffCalled,
      choicesAtHome: ({ context }) => (context.modes.voice ? VOICE_PATIENCE : 1) * delays.choicesAtHome,
    },
  }).createMachine({
    id: 'station',
    context: { ...FRESH, reason: null, interrupted: null, neverSent: null, staff: null },
    on: {
      '*': { actions: 'passOn' },
      // Language and modes change how it is said and nothing else; the passenger is there, so time begins anew.
      'set-language': { actions: ['setLanguage', 'passOnTouch'] },
      'set-modes': { actions: ['setModes', 'passOnTouch'] },
    },
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
            {
              guard: ({ event }) => event.output.interrupted !== null,
              target: 'inService.interrupted',
              description: 'a transfer was interrupted',
              actions: assign({ interrupted: ({ event }) => event.output.interrupted }),
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
            always: {
              guard: 'isRefusedByCenter',
              target: '#station.outOfService',
              description: 'the center will not have this machine',
              actions: 'rememberRefusal',
            },
            invoke: {
              src: 'homeWatch',
              id: 'homeWatch',
              input: ({ context }) => ({ staffOnly: false, armed: context.fieldEmpty }),
              onDone: [
                {
                  guard: ({ event }) => event.output.kind === 'staff',
                  target: 'staffCard',
                  description: 'a staff card',
                  actions: assign({ staff: ({ event }) => staffOf(event.output) }),
                },
                { target: 'inquiry', description: 'a card' },
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
              waiting: { always: { guard: 'madeOwn', target: 'madeOwn' } },
              /** Somebody has chosen a language or a mode, and may still be there. */
              madeOwn: {
                after: {
                  choicesAtHome: { target: 'waiting', actions: 'freshPassenger', description: 'nobody there' },
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
              onDone: { target: 'ending', actions: assign({ end: ({ event }) => event.output }) },
              onError: { target: 'ending', description: 'defect' },
            },
          },
          interrupted: {
            invoke: {
              src: 'afterCharge',
              id: 'interrupted',
              input: ({ context }) => ({ kind: 'unknown', transfer: interruptedOf(context), left: null }),
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
                actions: ['freshPassenger', assign({ fieldEmpty: ({ event }) => event.output.fieldEmpty })],
              },
              onError: { target: 'home', description: 'defect', actions: 'freshPassenger' },
            },
            on: { 'call-staff': 'staffCalled' },
            initial: 'wiped',
            states: { wiped: { entry: assign({ end: WIPED }) } },
          },
          staffCalled: {
            after: { staffCalled: { target: 'home', actions: 'freshPassenger' } },
            on: { continue: { target: 'home', actions: 'freshPassenger' } },
          },
          staffCard: {
            invoke: {
              src: 'authenticate',
              id: 'authenticate',
              input: ({ context }) => ({ idm: context.staff?.idm ?? '' }),
              onDone: [
                {
                  guard: ({ event }) => event.output?.ok === true,
                  target: '#station.maintenance',
                  description: 'genuine',
                  actions: assign({ staff: ({ context, event }) => withRole(context, event.output) }),
                },
                { target: 'home', description: 'not genuine', actions: 'freshPassenger' },
              ],
              onError: { target: 'home', description: 'defect', actions: 'freshPassenger' },
            },
          },
        },
      },
      outOfService: {
        entry: 'freshPassenger',
        initial: 'closed',
        states: {
          closed: {
            invoke: {
              src: 'homeWatch',
              id: 'homeWatch',
              input: { staffOnly: true, armed: false },
              onDone: {
                target: 'staffCard',
                description: 'a staff card',
                actions: assign({ staff: ({ event }) => staffOf(event.output) }),
              },
              onError: 'closed',
            },
          },
          staffCard: {
            invoke: {
              src: 'authenticate',
              id: 'authenticate',
              input: ({ context }) => ({ idm: context.staff?.idm ?? '' }),
              onDone: [
                {
                  guard: ({ event }) => event.output?.ok === true,
                  target: '#station.maintenance',
                  description: 'genuine',
                  actions: assign({ staff: ({ context, event }) => withRole(context, event.output) }),
                },
                { target: 'closed', description: 'not genuine', actions: 'freshPassenger' },
              ],
              onError: { target: 'closed', description: 'defect', actions: 'freshPassenger' },
            },
          },
        },
      },
      /** As long as the staff card lies there (thin: opening the machine again after a repair is a restart). */
      maintenance: {
        invoke: {
          src: 'presence',
          id: 'presence',
          input: ({ context }) => ({ idm: context.staff?.idm ?? '' }),
          onDone: [
            { guard: 'wasInService', target: 'inService', description: 'staff card taken', actions: 'freshPassenger' },
            { target: 'outOfService', description: 'staff card taken, still broken' },
          ],
        },
      },
    },
  });
}

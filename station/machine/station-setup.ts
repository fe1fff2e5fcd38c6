import { assign, enqueueActions, fromPromise, setup } from 'xstate';
import type { Intent } from '../contract/intent.ts';
import { delays } from '../delays.ts';
import type { Recovery } from '../money.ts';
import { authenticateStaff } from '../staff/authenticate.ts';
import { staffMachine } from '../staff/machine.ts';
import type { StaffCard } from '../staff/parts.ts';
import { closeAfterLast, closedBecause, closeForGood } from '../staff/service.ts';
import { afterChargeMachine } from './after-charge.ts';
import type { StationDeps } from './deps.ts';
import { goodbyeMachine } from './goodbye.ts';
import { homeWatchMachine, LEFT_UNKNOWN, leftCard } from './home-watch.ts';
import { inquiryMachine } from './inquiry.ts';
import { passOn, passOnTouch } from './pass-on.ts';
import { pointChargeMachine } from './point-charge.ts';
import { registrationMachine } from './registration.ts';
import { FRESH, freshAt, isFresh, noMoney, reasonOf, type StationContext } from './station-context.ts';
import { timeLimitMachine } from './time-limit.ts';
import { voidedAtStartMachine } from './voided-at-start.ts';
import { centerWatch, devicesWatch, serviceWatch } from './watchers.ts';

export type StationEvent =
  | Exclude<Intent, { type: 'more-time' }>
  /** Somebody is there: every time limit begins anew. */
  | { type: 'touched' }
  | { type: 'devices.ready' }
  /** Wakes the idle screen, which looks for itself. */
  | { type: 'center.refuses' }
  /** Staff, or the opening hours, have opened or closed the machine. */
  | { type: 'service.changes' };

/** What the station's machine is made of: the machines of the jobs, what it does, what it asks and how long it waits. */
export function setUpStation(deps: StationDeps) {
  const money = deps.money.ok ? deps.money.value : noMoney;
  const { service } = deps.staff;
  /** By staff and by the hour. */
  const isOpen = () => service.current.state !== 'out-of-service' && deps.opening.closed === null;
  const fresh = () => freshAt(deps.display().volume);
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
        service: 'service';
        authenticate: 'authenticate';
        staff: 'staff';
        timeLimit: 'timeLimit';
      },
    },
    actors: {
      devices: devicesWatch(deps),
      center: centerWatch(deps),
      service: serviceWatch(deps),
      recover: fromPromise<Recovery>(() => money.recover()),
      afterCharge: afterChargeMachine(deps, money),
      voidedAtStart: voidedAtStartMachine(deps),
      registration: registrationMachine(deps, money),
      pointCharge: pointChargeMachine(deps, money),
      inquiry: inquiryMachine(deps, money),
      goodbye: goodbyeMachine(deps),
      homeWatch: homeWatchMachine(deps),
      staff: staffMachine(deps),
      timeLimit: timeLimitMachine(deps.clock),
      authenticate: fromPromise<StaffCard | null, { idm: string }>(({ input }) => authenticateStaff(deps, input.idm)),
    },
    actions: {
      passOn: enqueueActions(passOn),
      passOnTouch: enqueueActions(passOnTouch),
      // It was told to the look at the reader, which goes by what it sees from then on.
      forgetLeft: assign({ left: LEFT_UNKNOWN }),
      rememberLeft: assign({ left: ({ context }) => leftCard(context.staffIdm) }),
      freshPassenger: assign(() => ({ ...fresh(), staff: null, staffIdm: '' })),
      setLanguage: assign({
        language: ({ context, event }) => (event.type === 'set-language' ? event.language : context.language),
      }),
      setModes: assign({
        modes: ({ context, event }) => (event.type === 'set-modes' ? event.modes : context.modes),
      }),
      rememberClosed: assign({
        reason: () => (service.current.state === 'out-of-service' ? closedBecause(service.current) : 'closed'),
      }),
      closeForGood: ({ context }) => closeForGood(service, context.reason),
      closeAfterLast: () => closeAfterLast(service),
      rememberRefusal: assign({ reason: () => deps.day.refusal && reasonOf(deps.day.refusal) }),
    },
    guards: {
      isBroken: () => !deps.money.ok,
      isRefusedByCenter: () => deps.day.refusal !== null,
      isClosed: () => !isOpen(),
      isOpenedAgain: ({ context }) => (context.reason === 'staff' || context.reason === 'closed') && isOpen(),
      isLast: () => service.current.state === 'last-passenger',
      hasReason: ({ context }) => context.reason !== null,
      isOutOfService: ({ context }) => context.end.kind === 'out-of-service',
      isStaffCalled: ({ context }) => context.end.kind === 'staff-called',
      isBack: ({ context }) => context.end.kind === 'back',
      goesOnWithRegistration: ({ context }) => context.end.kind === 'job' && context.end.job === 'registration',
      goesOnWithPointCharge: ({ context }) => context.end.kind === 'job' && context.end.job === 'point-charge',
      goesOnWithInquiry: ({ context }) => context.end.kind === 'job' && context.end.job === 'inquiry',
      choseRegistration: ({ event }) => event.type === 'choose-job' && event.job === 'registration',
      chosePointCharge: ({ event }) => event.type === 'choose-job' && event.job === 'point-charge',
      knowsTheDay: () => deps.day.today !== null,
      madeOwn: ({ context }) => context.language !== FRESH.language || !isFresh(context.modes, deps.display().volume),
    },
    delays: {
      devicesAtStart: delays.devicesAtStart,
      lastPassenger: delays.lastPassenger,
    },
  });
}

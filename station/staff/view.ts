/** The screen of staff, from the state of their machine and from nothing else but what the board tells. */
import type { SnapshotFrom } from 'xstate';
import { type StaffIntent, StaffRoom } from '../contract/staff.ts';
import { delays } from '../delays.ts';
import type { OutOfServiceReason, StationDeps } from '../machine/deps.ts';
import { reasonOf } from '../machine/station-context.ts';
import { may, roomsOf as roomsOfRole } from './access/may.ts';
import { deviceLines, otherParts, unresolvedLines } from './board.ts';
import { choosePinView } from './choose-pin.ts';
import type { staffMachine } from './machine.ts';
import type { Room, StaffView } from './rooms.ts';
import { closedBecause, reasonsFor } from './service.ts';

export type StaffSnapshot = SnapshotFrom<ReturnType<typeof staffMachine>>;

/** What the view takes from outside the session. */
export interface StaffSurroundings {
  readonly deps: StationDeps;
  /** What kept the machine closed when staff came; null: it was open. */
  readonly reason: OutOfServiceReason | null;
  readonly refused: number;
  readonly rooms: Readonly<Record<StaffRoom, Room>>;
}

const MENU: readonly StaffIntent['type'][] = ['open-room', 'choose-service', 'clean-screen', 'choose-power', 'finish'];

/** Null: between two states. */
export function staffView(snapshot: StaffSnapshot, surroundings: StaffSurroundings): StaffView | null {
  const { context } = snapshot;
  const page = (name: string) => snapshot.matches({ session: { page: name } } as never);
  if (snapshot.status !== 'active') return null;
  if (snapshot.matches({ session: { card: 'awaited' } })) {
    return { body: { id: 'lay-staff-card' }, accepts: ['finish'] };
  }
  if (page('admitting')) return { body: { id: 'checking' }, accepts: ['finish'] };
  if (page('locked') && context.admission?.kind === 'locked') {
    return {
      body: { id: 'locked-out', by: context.admission.by, ms: leftOf(snapshot, surroundings) },
      accepts: ['finish'],
    };
  }
  if (page('refused') && context.admission?.kind === 'refused') {
    return { body: { id: 'refused-card', why: context.admission.why }, accepts: ['finish'] };
  }
  if (page('enteringPin')) return pinView(snapshot);
  if (page('choosingPin')) {
    return choosePinView(snapshot.children.choosePin?.getSnapshot(), context.card, 'first-engineer');
  }
  if (page('menu')) return menuView(snapshot, surroundings);
  if (page('choosingService')) {
    const { chosenService: state } = context;
    return {
      body: { id: 'choose-service', state, reasons: [...reasonsFor(state)] },
      accepts: ['set-service', 'back', 'finish'],
    };
  }
  if (page('cleaning')) {
    return { body: { id: 'cleaning', ms: leftOf(snapshot, surroundings), totalMs: delays.cleaning }, accepts: [] };
  }
  if (page('confirmingPower')) {
    return { body: { id: 'confirm-power', act: context.chosenPower }, accepts: ['confirm', 'back', 'finish'] };
  }
  if (page('powering')) return { body: { id: 'powering', act: context.chosenPower }, accepts: [] };
  return roomView(snapshot, surroundings);
}

function pinView({ context }: StaffSnapshot): StaffView {
  const { card, pad, wrong, admission } = context;
  const triesLeft = admission?.kind === 'pin' ? admission.triesLeft : 1;
  return {
    body: { id: 'enter-pin', staffId: card.staffId, pad: [...pad], wrong, triesLeft },
    accepts: ['pin', 'finish'],
  };
}

/** What is left, ms, of a state that ends by itself. */
function leftOf({ context }: StaffSnapshot, { deps }: StaffSurroundings): number {
  return context.until === null ? 0 : Math.max(0, Math.ceil(context.until - deps.clock.now()));
}

function menuView({ context }: StaffSnapshot, { deps, reason, refused }: StaffSurroundings): StaffView | null {
  if (!context.who) return null;
  const { role } = context.who;
  const { service, audit } = deps.staff;
  const { current } = service;
  const beyond = beyondStaff(deps);
  const closed = beyond ?? (current.state === 'out-of-service' ? closedBecause(current) : null);
  const because = closed ?? (context.opened ? null : reason);
  const body = {
    id: 'menu',
    devices: deviceLines(deps),
    others: otherParts(deps),
    unresolved: unresolvedLines(deps),
    receipts: deps.receipts.state,
    service: { state: because === null ? current.state : 'out-of-service', reason: because },
    rooms: roomsOfRole(role),
    auditProblem: audit.problem ?? audit.state.after,
    refused,
  } as const;
  // What no decision of staff opens is not offered to be opened.
  const offered = beyond === null ? MENU : MENU.filter((intent) => intent !== 'choose-service');
  return { body, accepts: offered.filter((intent) => may(role, intent)) };
}

/** What keeps the machine closed whatever staff say; null: nothing does. */
function beyondStaff({ money, day }: StationDeps): OutOfServiceReason | null {
  if (!money.ok) return money.error;
  return day.refusal && reasonOf(day.refusal);
}

function roomView(snapshot: StaffSnapshot, { rooms }: StaffSurroundings): StaffView | null {
  for (const name of StaffRoom.options) {
    const actor = snapshot.children[name];
    if (actor) return rooms[name].view(actor.getSnapshot());
  }
  return null;
}

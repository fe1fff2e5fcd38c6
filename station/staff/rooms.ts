/**
 * The rooms of the staff menu. Each is a machine (input: who is at work) and a view of its snapshot; it ends by reaching a
 * final state, and then the menu comes back. Touches reach it as events of their type. A room that needs the reader for
 * another card tells its parent `reader.lend` and, when it is done or left, `reader.return`: the staff card may be taken
 * meanwhile and has to be laid again afterwards, of which the room hears as `staff-card.back`. It is lent for
 * `delays.readerLent`, and anew with each `reader.lend`: a step that only another staff card, or the card of the case, can
 * reach says it again. When that time is over the room hears `back`. A stop of the station waits for a state tagged
 * `in-flight`.
 */
import { type AnyActorRef, type AnyStateMachine, setup } from 'xstate';
import type { StaffBody, StaffIntent, StaffRoom } from '../contract/staff.ts';
import type { StationDeps } from '../machine/deps.ts';
import { cardsMachine } from './cards/machine.ts';
import { cardsView } from './cards/view.ts';
import { devicesMachine } from './devices/room.ts';
import { devicesView } from './devices/room-view.ts';
import { moneyRooms } from './money/rooms.ts';
import type { Who } from './parts.ts';
import { settingsMachine } from './settings/room.ts';
import { settingsView } from './settings/room-view.ts';

export interface RoomInput {
  readonly who: Who;
}

/** What a room tells the staff machine. */
export type RoomEvent = { readonly type: 'reader.lend' } | { readonly type: 'reader.return' };

/** A staff screen and what may be touched on it. */
export interface StaffView {
  readonly body: StaffBody;
  readonly accepts: readonly StaffIntent['type'][];
}

export interface Room {
  readonly machine: AnyStateMachine;
  /** Null: between two states, nothing new is drawn. */
  view(snapshot: ReturnType<AnyActorRef['getSnapshot']>): StaffView | null;
}

/** Every room of the menu, by its name in the contract. */
export function roomsOf(deps: StationDeps): Readonly<Record<StaffRoom, Room>> {
  return {
    ...moneyRooms(deps, emptyRoom),
    devices: { machine: devicesMachine(deps), view: (snapshot) => devicesView(snapshot, deps) },
    settings: { machine: settingsMachine(deps), view: (snapshot) => settingsView(snapshot, deps) },
    cards: { machine: cardsMachine(deps), view: (snapshot) => cardsView(snapshot, deps) },
  };
}

/** Says that there is nothing in it yet. */
function emptyRoom(room: StaffRoom): Room {
  return {
    machine: setup({
      types: { input: {} as RoomInput, events: {} as { type: 'back' } },
    }).createMachine({
      id: room,
      initial: 'open',
      states: { open: { on: { back: 'left' } }, left: { type: 'final' } },
    }),
    view: () => ({ body: { id: 'room', room }, accepts: ['back', 'finish'] }),
  };
}

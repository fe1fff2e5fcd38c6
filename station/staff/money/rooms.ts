import type { StaffRoom } from '../../contract/staff.ts';
import type { StationDeps } from '../../machine/deps.ts';
import { noMoney } from '../../machine/station-context.ts';
import type { Room } from '../rooms.ts';
import { journalRoom } from './journal-room.ts';
import { journalView } from './journal-view.ts';
import { shiftRoom, shiftView } from './shift-room.ts';
import { unresolvedRoom } from './unresolved-room.ts';
import { unresolvedView } from './unresolved-view.ts';

/** The rooms about money; without a journal there is nothing in them. */
export function moneyRooms(
  deps: StationDeps,
  emptyRoom: (room: StaffRoom) => Room,
): Readonly<Record<'unresolved' | 'money' | 'journal', Room>> {
  const { books } = deps.staff;
  if (!books) {
    return { unresolved: emptyRoom('unresolved'), money: emptyRoom('money'), journal: emptyRoom('journal') };
  }
  const money = deps.money.ok ? deps.money.value : noMoney;
  // A snapshot that arrives in a view is one of the machine beside it: the rooms are a record of both.
  return {
    unresolved: {
      machine: unresolvedRoom(deps, money, books),
      view: (snapshot) => unresolvedView(snapshot as never),
    },
    money: { machine: shiftRoom(deps, books), view: (snapshot) => shiftView(snapshot as never) },
    journal: { machine: journalRoom(deps, books), view: (snapshot) => journalView(snapshot as never, books) },
  };
}

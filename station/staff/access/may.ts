import type { StaffIntent, StaffRole, StaffRoom } from '../../contract/staff.ts';

const both: readonly StaffRole[] = ['attendant', 'engineer'];
const engineer: readonly StaffRole[] = ['engineer'];

/** What each role may do, all of it: an attendant keeps the machine running, an engineer also changes what it is. */
const acts = {
  finish: both,
  back: both,
  confirm: both,
  'more-time': both,
  'set-language': both,
  'open-room': both,
  'choose-service': both,
  'set-service': both,
  'clean-screen': both,
  'choose-power': both,
  pin: both,
  refresh: both,
  'open-case': both,
  'resolve-with-card': both,
  decide: both,
  'choose-end': both,
  'choose-reason': both,
  'tell-again': both,
  'hand-over': both,
  print: both,
  'close-shift': both,
  'show-last-shift': both,
  'choose-search': both,
  search: both,
  'open-hit': both,
  'check-chain': both,
  // The journal names cards in full: what leaves the machine is an engineer's business (docs/privacy.md).
  'choose-medium': engineer,
  'export-to': engineer,
  'enrol-card': engineer,
  'remove-card': engineer,
  'open-tests': both,
  'open-test': both,
  'test-reader': both,
  'try-now': both,
  'print-test-page': both,
  'change-paper': both,
  'test-tower': both,
  'tower-seen': both,
  'page-tested': both,
  'run-self-test': both,
  'print-self-test': both,
  // Which field, the settings themselves decide (settings/fields.ts).
  'edit-setting': both,
  'set-setting': both,
  'undo-setting': both,
} as const satisfies Record<StaffIntent['type'], readonly StaffRole[]>;

const rooms: Readonly<Record<StaffRoom, readonly StaffRole[]>> = {
  unresolved: both,
  devices: both,
  money: both,
  journal: both,
  settings: both,
  cards: engineer,
};

export function may(role: StaffRole, act: StaffIntent['type']): boolean {
  return acts[act].includes(role);
}

export function mayOpen(role: StaffRole, room: StaffRoom): boolean {
  return rooms[room].includes(role);
}

/** In the order of the menu. */
export function roomsOf(role: StaffRole): StaffRoom[] {
  return (Object.keys(rooms) as StaffRoom[]).filter((room) => mayOpen(role, room));
}

import { concat, equalBytes } from '../bytes.ts';

// Layout of a staff card, a FeliCa Lite-S that can be bought anywhere (docs/sam.md): the ID block names the card and
// its key is diversified from it; S_PAD0 says whose it is. Both are read under one MAC.

export type StaffRole = 'attendant' | 'engineer';

export interface StaffData {
  /** 1 to 14 letters, digits or hyphens. */
  readonly staffId: string;
  readonly role: StaffRole;
}

/** The six bytes of the ID block that are free to choose (docs/facts/felica.md §5.1) say that the card is ours. */
const MARK = new Uint8Array(Buffer.from('WKIOSK', 'latin1'));
const LAYOUT_VERSION = 1;
const ROLES: readonly StaffRole[] = ['attendant', 'engineer'];
const STAFF_ID = /^[0-9A-Z-]{1,14}$/;

export function isStaffId(text: string): boolean {
  return STAFF_ID.test(text);
}

/** The ID block (82) of a staff card whose first 8 bytes, IDd, are `cardId`; DFC is zero. */
export function staffIdBlock(cardId: Uint8Array): Uint8Array {
  return concat(cardId.subarray(0, 8), new Uint8Array(2), MARK);
}

export function isStaffIdBlock(block: Uint8Array): boolean {
  return equalBytes(block.subarray(10), MARK);
}

/** S_PAD0: layout version, role (1 attendant, 2 engineer), staff id in ASCII filled up with zeros. */
export function encodeStaff(staff: StaffData): Uint8Array {
  if (!isStaffId(staff.staffId)) throw new RangeError('a staff id is 1 to 14 letters, digits or hyphens');
  const block = new Uint8Array(16);
  block.set([LAYOUT_VERSION, ROLES.indexOf(staff.role) + 1]);
  block.set(Buffer.from(staff.staffId, 'latin1'), 2);
  return block;
}

/** Null for a block that is no staff block of this layout. */
export function decodeStaff(block: Uint8Array): StaffData | null {
  const role = ROLES[(block[1] ?? 0) - 1];
  const staffId = Buffer.from(block.subarray(2)).toString('latin1').replace(/\0+$/, '');
  if (block[0] !== LAYOUT_VERSION || !role || !isStaffId(staffId)) return null;
  return { staffId, role };
}

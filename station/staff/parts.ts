import type { CardError } from '../../hardware/card/port.ts';
import type { Result } from '../../hardware/result.ts';
import type { StaffRole } from '../contract/staff.ts';
import type { Access } from './access/access.ts';
import type { AuditLog } from './audit/audit.ts';
import type { StaffBooks } from './books.ts';
import type { DeviceParts } from './devices/parts.ts';
import type { ServiceKeeper } from './service.ts';
import type { Settings } from './settings/settings.ts';

/** A staff card that has proven itself at the reader. `hash`: what the card is called in register and audit log. */
export interface StaffCard {
  readonly idm: string;
  readonly hash: string;
  readonly staffId: string;
  /** As the card says; what counts is the register. */
  readonly role: StaffRole;
}

export type Authenticated = Result<StaffCard, CardError>;

/** Who is at work: everything that is done is done by somebody. */
export interface Who {
  readonly hash: string;
  readonly staffId: string;
  readonly role: StaffRole;
}

export type PowerAct = 'restart' | 'shut-down';

/** What staff act through, beside what passengers do. */
export interface StaffParts {
  readonly access: Access;
  readonly audit: AuditLog;
  readonly service: ServiceKeeper;
  /** Null: the journal cannot be opened, and nothing can be said of money. */
  readonly books: StaffBooks | null;
  readonly devices: DeviceParts;
  readonly settings: Settings;
  readonly random: (bytes: number) => Uint8Array;
  /** Asks the host; the station is stopped like by any other stop, so value in flight comes to its end. */
  readonly power: (act: PowerAct) => void;
}

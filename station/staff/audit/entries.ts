/** Everything that the audit log can say: who came, who was refused, what was done. Never a PIN, an IDm or a token. */
import * as z from 'zod';
import { ServiceState, StaffRole } from '../../contract/staff.ts';

/** What a card is called here: a keyed hash (hardware/card/staff.ts), 64 hexadecimal digits. */
export const CardHash = z.string().regex(/^[0-9a-f]{64}$/);

const StaffId = z.string().regex(/^[0-9A-Z-]{1,14}$/);

/** A session without an end was ended by the run that comes after it. */
export const SessionEndReason = z.enum(['finish', 'card-taken', 'time', 'defect']);
export type SessionEndReason = z.infer<typeof SessionEndReason>;

/**
 * What the machine's own clock (station/wall-clock.ts) is ahead of the monotonic one of this run, ms. A lock never asks it.
 * Null: an older program, which did not look, wrote the entry.
 */
const Offset = z.int().nullable().default(null);

export const AuditBody = z.discriminatedUnion('kind', [
  /** The first entry of a file. `after`: what was wrong with the one before, which stands beside it under another name. */
  z.object({
    kind: z.literal('audit-begun'),
    stationId: z.string(),
    after: z.string().nullable(),
    wallOffsetMs: Offset,
  }),
  /** Before the first entry of every run: from here on `atMs` counts anew. */
  z.object({ kind: z.literal('run-begun'), softwareVersion: z.string(), wallOffsetMs: Offset }),
  /** The machine's own clock was set meanwhile. */
  z.object({ kind: z.literal('clock-set'), wallOffsetMs: Offset }),

  z.object({ kind: z.literal('card-refused'), card: CardHash.nullable(), why: z.string() }),
  /** On disk before the PIN is looked at: what is never answered counts as wrong. */
  z.object({ kind: z.literal('pin-tried'), card: CardHash }),
  z.object({ kind: z.literal('pin-right'), card: CardHash }),
  /** The center knows of more wrong tries, at other machines. */
  z.object({ kind: z.literal('tries-elsewhere'), card: CardHash, failures: z.int().min(0) }),

  z.object({ kind: z.literal('session-begun'), card: CardHash, role: StaffRole }),
  z.object({ kind: z.literal('session-ended'), card: CardHash, why: SessionEndReason }),
  z.object({
    kind: z.literal('card-enrolled'),
    card: CardHash,
    staffId: StaffId,
    role: StaffRole,
    /** Null: the first engineer of this machine, by nobody. */
    by: CardHash.nullable(),
  }),
  z.object({ kind: z.literal('card-removed'), card: CardHash, by: CardHash }),
  /** What the entry before said of this card could not be done: the register was not written. */
  z.object({ kind: z.literal('card-taken-back'), card: CardHash, what: z.enum(['enrolled', 'removed']) }),
  /** The center's register, which all machines share, had this card in a newer state than ours. */
  z.object({
    kind: z.literal('card-learnt'),
    card: CardHash,
    staffId: StaffId,
    role: StaffRole,
    removed: z.boolean(),
  }),
  z.object({ kind: z.literal('service-changed'), state: ServiceState, reason: z.string(), by: CardHash }),
  /** Anything else that staff did: which act, and what it was about. */
  z.object({ kind: z.literal('act'), card: CardHash, act: z.string().max(60), detail: z.string().max(400).nullable() }),
  /** A message to the station that no staff page of this session can have sent. */
  z.object({ kind: z.literal('message-refused'), why: z.string(), count: z.int().positive() }),
]);
export type AuditBody = z.infer<typeof AuditBody>;

export interface AuditEntry {
  readonly number: number;
  /** The monotonic clock of its run, ms. */
  readonly atMs: number;
  /** By the machine's own clock, ms since 1970; null: no clock had been read in its run. */
  readonly wallMs: number | null;
  readonly body: AuditBody;
}

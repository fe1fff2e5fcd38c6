/** The log of staff access by day and time of the machine's own clock: who came, who was refused, what was done. */
import { unreachable } from '../../../hardware/result.ts';
import { SCREEN_LINES, type StaffLogLine, type Wanted } from '../../contract/staff-money.ts';
import { isBetween, japanTime, timeOf } from '../../wall-clock.ts';
import type { AuditBody, AuditEntry } from './entries.ts';

export type LogWanted = Extract<Wanted, { kind: 'staff-log' }>;

export interface FoundInLog {
  /** Newest first, at most `SCREEN_LINES`. */
  readonly lines: readonly StaffLogLine[];
  readonly count: number;
  /** Of a run that had read no clock: an older program wrote them. */
  readonly timeless: number;
}

/** `staffIdOf`: what is printed on a card, where the register still knows it. */
export function searchAudit(
  entries: Iterable<AuditEntry>,
  { on, between }: LogWanted,
  staffIdOf: (card: string) => string | undefined,
): FoundInLog {
  const named = new Map<string, string>();
  const idOf = (card: string): string | undefined => staffIdOf(card) ?? named.get(card);
  const nameOf = (card: string): string => idOf(card) ?? '';
  const lines: StaffLogLine[] = [];
  let timeless = 0;
  for (const { body, wallMs } of entries) {
    if ((body.kind === 'card-enrolled' || body.kind === 'card-learnt') && body.staffId)
      named.set(body.card, body.staffId);
    const at = wallMs === null ? null : japanTime(wallMs);
    if (on !== null && at === null) timeless += 1;
    const isWanted = at ? at.on === on && (!between || isBetween(at.minute, between)) : false;
    if (on !== null && !isWanted) continue;
    const card = cardOf(body);
    const who = card === null ? null : (idOf(card) ?? null);
    lines.push({
      on: at?.on ?? null,
      time: at && timeOf(at.minute),
      who,
      what: body.kind,
      detail: detailOf(body, nameOf).slice(0, 200),
    });
  }
  return { lines: lines.slice(-SCREEN_LINES).reverse(), count: lines.length, timeless };
}

/** Whose doing it was. */
function cardOf(body: AuditBody): string | null {
  if (body.kind === 'card-enrolled' || body.kind === 'card-removed' || body.kind === 'service-changed') return body.by;
  return 'card' in body ? body.card : null;
}

/** In the program's own words, as in an export. Not translated. */
function detailOf(body: AuditBody, nameOf: (card: string) => string): string {
  switch (body.kind) {
    case 'audit-begun':
      return body.after ?? '';
    case 'run-begun':
      return body.softwareVersion;
    case 'card-refused':
    case 'session-ended':
      return body.why;
    case 'tries-elsewhere':
      return String(body.failures);
    case 'session-begun':
      return body.role;
    case 'card-enrolled':
      return `${body.staffId} ${body.role}`;
    case 'card-taken-back':
      return `${nameOf(body.card)} ${body.what}`;
    case 'card-removed':
      return nameOf(body.card);
    case 'card-learnt':
      return `${body.staffId} ${body.removed ? 'removed' : body.role}`;
    case 'service-changed':
      return `${body.state} ${body.reason}`;
    case 'act':
      return [body.act, body.detail].filter(Boolean).join(' ');
    case 'message-refused':
      return `${body.why} ${body.count}`;
    case 'clock-set':
    case 'pin-tried':
    case 'pin-right':
      return '';
    default:
      return unreachable(body);
  }
}

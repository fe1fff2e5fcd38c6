/**
 * The shift report: what the journal says since the last one, compared with the ledger line by line. Closing a shift is
 * an entry that carries the whole report: paper, export and a later look at it are all made from that.
 */
import type { CenterClient } from '../../center/contract/index.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { REPORT_LINES, type ShiftReport } from '../contract/staff-money.ts';
import type { Journal, JournalState } from '../journal/index.ts';
import { oldestArchivedEntry } from './archived-entries.ts';
import { casesOf } from './cases.ts';
import { compareWithLedger, ledgerOf } from './compare-ledger.ts';
import { ShiftSums, type ShiftTransfer } from './shift-sums.ts';
import { firstEntryOf, type Walk, walkJournal } from './walk.ts';

export interface ShiftDeps {
  readonly journal: Journal;
  readonly center: CenterClient;
  /** Null: not known; nothing can be compared with the ledger. */
  readonly businessDate: () => string | null;
}

export type ShiftError =
  /** Part of the shift is not in this journal (any more), or cannot be read. */
  | { readonly kind: 'entries-missing' }
  /** Value moved meanwhile; the report would not say what it says it does. */
  | { readonly kind: 'journal-went-on' }
  | { readonly kind: 'storage'; readonly detail: string };

/** The report as it would be closed now. Changes nothing. */
export async function draftShift(deps: ShiftDeps, walk: Walk = {}): Promise<Result<ShiftReport, ShiftError>> {
  const { state } = deps.journal;
  const from = state.lastShift.to + 1;
  const to = deps.journal.head().entry;
  const first = firstEntryOf(deps.journal);
  const near = await counted(deps, from, { ...walk, from: Math.min(from, first), to });
  // A transfer that ended in the shift, or another of its first day, may lie before the journal was continued in a new
  // file: the archives are read where the live file alone does not add up. Older ones may have been removed by now.
  const isEnough = first === 1 || (near !== null && near.ledger.kind !== 'differs');
  const oldest = oldestArchivedEntry(deps.journal.path) ?? first;
  const whole = isEnough ? near : ((await counted(deps, from, { ...walk, from: Math.min(from, oldest), to })) ?? near);
  if (!whole) return fail({ kind: 'entries-missing' });
  const { sums, days, ledger } = whole;
  const open = casesOf(state).filter(({ kind }) => kind === 'unknown' || kind === 'contradicted');
  return ok({
    number: state.lastShift.number + 1,
    from,
    to,
    firstDay: days?.from ?? null,
    lastDay: days?.to ?? null,
    registrations: sums.registrations,
    charged: sums.charged,
    voided: sums.voided,
    decidedWritten: sums.decidedWritten,
    decidedNotWritten: sums.decidedNotWritten,
    receipts: sums.receipts,
    unresolved: {
      count: open.length,
      points: open.reduce((sum, { points }) => sum + (points ?? 0), 0),
      lines: open
        .slice(0, REPORT_LINES)
        .flatMap(({ reference, cardTail, points, on }) =>
          points === null || on === null ? [] : [{ reference, cardTail, points, on }],
        ),
    },
    wrong: wrongOf(state),
    ledger,
  });
}

interface Counted {
  readonly sums: ShiftSums;
  readonly days: { readonly from: string; readonly to: string } | null;
  readonly ledger: ShiftReport['ledger'];
}

/** Null: entries that it needs are missing. */
async function counted(deps: ShiftDeps, from: number, walk: Walk): Promise<Counted | null> {
  const sums = await sumsOf(deps.journal, from, walk);
  if (!sums) return null;
  const days = daysOf(sums.transfers);
  return { sums, days, ledger: await compared(deps, sums, days) };
}

async function sumsOf(journal: Journal, from: number, walk: Walk): Promise<ShiftSums | null> {
  const sums = new ShiftSums(from);
  const complete = await walkJournal(journal, (entry) => sums.take(entry), walk);
  return complete && !sums.isIncomplete ? sums : null;
}

/** Closes the shift with this report. Refused where the journal has moved money since it was drafted: draft it anew. */
export function closeShift({ journal }: ShiftDeps, report: ShiftReport): Result<void, ShiftError> {
  if (journal.head().entry !== report.to) return fail({ kind: 'journal-went-on' });
  const stored = journal.append({ kind: 'shift-closed', report });
  return stored.ok ? ok(undefined) : fail(stored.error);
}

/** Every report that the journal has, the oldest first. */
export async function closedShifts(journal: Journal, walk: Walk = {}): Promise<readonly ShiftReport[]> {
  const reports: ShiftReport[] = [];
  await walkJournal(journal, ({ body }) => body.kind === 'shift-closed' && reports.push(body.report), walk);
  return reports;
}

async function compared(
  { center, journal, businessDate }: ShiftDeps,
  sums: ShiftSums,
  days: { from: string; to: string } | null,
): Promise<ShiftReport['ledger']> {
  const today = businessDate();
  if (!today) return { kind: 'not-compared' };
  // Today too: what the center has under this station's name and the journal does not know.
  const span = { from: days?.from ?? today, to: !days || days.to < today ? today : days.to };
  const ledger = await ledgerOf(center, journal.stationId, span);
  if (!ledger) return { kind: 'not-compared' };
  const { compared: count, differences } = compareWithLedger(sums.transfers, ledger, waitingEnds(journal.state));
  return differences.length === 0
    ? { kind: 'agrees', compared: count }
    : { kind: 'differs', compared: count, count: differences.length, lines: differences.slice(0, REPORT_LINES) };
}

/** The first and the last business date of what belongs to the shift. */
function daysOf(transfers: ReadonlyMap<string, ShiftTransfer>): { from: string; to: string } | null {
  const days = [...transfers.values()].flatMap(({ isOfShift, on }) => (isOfShift ? [on] : [])).sort();
  const [from] = days;
  const to = days.at(-1);
  return from && to ? { from, to } : null;
}

function waitingEnds(state: JournalState): ReadonlySet<string> {
  return new Set(
    [...state.outbox.values()].flatMap(({ message }) =>
      message.call === 'finish' ? [message.request.transferId] : [],
    ),
  );
}

function wrongOf(state: JournalState): ShiftReport['wrong'] {
  const wrong = casesOf(state).filter(({ kind }) => kind === 'refused' || kind === 'discrepancy');
  const lines = wrong.slice(0, REPORT_LINES).map(({ reference, cardTail, kind }) => ({
    reference,
    cardTail,
    what: kind === 'refused' ? ('refused' as const) : ('discrepancy' as const),
  }));
  return { count: wrong.length, lines };
}

import type { ShiftReport } from '../../contract/staff-money.ts';

type Column = readonly [name: string, value: (report: ShiftReport) => string | number];

const COLUMNS: readonly Column[] = [
  ['shift', ({ number }) => number],
  ['first_entry', ({ from }) => from],
  ['last_entry', ({ to }) => to],
  ['first_day', ({ firstDay }) => firstDay ?? ''],
  ['last_day', ({ lastDay }) => lastDay ?? ''],
  ['registrations', ({ registrations }) => registrations],
  ['charges', ({ charged }) => charged.count],
  ['points_charged', ({ charged }) => charged.points],
  ['voided', ({ voided }) => voided.count],
  ['points_voided', ({ voided }) => voided.points],
  ['decided_written', ({ decidedWritten }) => decidedWritten.count],
  ['points_decided_written', ({ decidedWritten }) => decidedWritten.points],
  ['decided_not_written', ({ decidedNotWritten }) => decidedNotWritten.count],
  ['points_decided_not_written', ({ decidedNotWritten }) => decidedNotWritten.points],
  ['receipts_printed', ({ receipts }) => receipts.printed],
  ['receipts_unknown', ({ receipts }) => receipts.unknown],
  ['receipts_not_printed', ({ receipts }) => receipts.notPrinted],
  ['unresolved', ({ unresolved }) => unresolved.count],
  ['points_unresolved', ({ unresolved }) => unresolved.points],
  ['refused_or_discrepant', ({ wrong }) => wrong.count],
  ['ledger', ({ ledger }) => ledger.kind],
  ['ledger_compared', ({ ledger }) => (ledger.kind === 'not-compared' ? '' : ledger.compared)],
  ['ledger_differences', ({ ledger }) => (ledger.kind === 'differs' ? ledger.count : '')],
];

/** One line a shift (RFC 4180). Every value is a number, a day or a word of ours: nothing to quote. */
export function shiftCsv(reports: readonly ShiftReport[]): string {
  const lines = reports.map((report) => COLUMNS.map(([, value]) => value(report)));
  return [COLUMNS.map(([name]) => name), ...lines].map((fields) => `${fields.join(',')}\r\n`).join('');
}

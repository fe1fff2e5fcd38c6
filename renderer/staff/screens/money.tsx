/** The screens of the rooms about money and the journal, by their ids. */
import { CaseScreen, Cases } from './cases.tsx';
import { CaseEnded, ChooseEnd, ChooseReason, ConfirmDecision, LayCaseCard, LaySecondCard } from './decide.tsx';
import { ChooseMedium, ExportDone, ExportFailed, HitScreen, Hits, Journal, StaffLog } from './journal.tsx';
import { Search } from './search.tsx';
import { Shift } from './shift.tsx';
import { WorkingScreen } from './working.tsx';

export const moneyScreens = {
  working: WorkingScreen,
  cases: Cases,
  case: CaseScreen,
  'lay-case-card': LayCaseCard,
  'choose-end': ChooseEnd,
  'choose-reason': ChooseReason,
  'confirm-decision': ConfirmDecision,
  'lay-second-card': LaySecondCard,
  'case-ended': CaseEnded,
  shift: Shift,
  journal: Journal,
  search: Search,
  hits: Hits,
  'staff-log': StaffLog,
  hit: HitScreen,
  'choose-medium': ChooseMedium,
  exported: ExportDone,
  'export-failed': ExportFailed,
} as const;

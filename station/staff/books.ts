/** What staff do with journal, ledger and exports, as their rooms see it. How it is done: the files beside this one. */
import type { CenterClient } from '../../center/contract/index.ts';
import { fail, type Result } from '../../hardware/result.ts';
import type { ShiftReport, StoryStep } from '../contract/staff-money.ts';
import type { Journal } from '../journal/index.ts';
import { type CaseList, listCases } from './cases.ts';
import { type ChainCheck, checkChain } from './check-chain.ts';
import { findMedia, type Medium } from './export/media.ts';
import type { StationKey } from './export/station-key.ts';
import {
  type ExportError,
  type Exported,
  type ExportSource,
  type ExportStep,
  exportTo,
} from './export/write-archive.ts';
import { type Found, type JournalWanted, searchJournal } from './search.ts';
import { closedShifts, closeShift, draftShift, type ShiftError } from './shift.ts';
import { storyOf } from './story.ts';

export interface StaffBooks {
  readonly entries: number;
  /** Null: the station has no key of its own, and exports nothing. */
  readonly fingerprint: string | null;
  readonly isRig: boolean;
  cases(): Promise<CaseList>;
  story(transferId: string): Promise<readonly StoryStep[]>;
  search(wanted: JournalWanted): Promise<Found>;
  checkChain(onProgress: (done: number) => void): Promise<ChainCheck>;
  /** The report as it would be closed now. */
  draftShift(): Promise<Result<ShiftReport, ShiftError>>;
  /** Adds up once more and closes with that. */
  closeShift(): Promise<Result<ShiftReport, ShiftError>>;
  /** The newest report that was closed; null: none was. */
  lastShift(): Promise<ShiftReport | null>;
  media(): readonly Medium[];
  exportTo(
    medium: Medium,
    onStep: (step: ExportStep) => void,
  ): Promise<Result<Exported, ExportError | { kind: 'no-key' }>>;
}

export interface BooksOptions {
  readonly journal: Journal;
  readonly center: CenterClient;
  readonly businessDate: () => string | null;
  readonly key: Result<StationKey, string>;
  readonly softwareVersion: string;
  readonly isRig: boolean;
  /** A folder of the station for copies on the way to a medium. */
  readonly scratch: string;
  /** A folder that takes exports like a medium; null: none. */
  readonly exportDirectory: string | null;
  readonly further: () => ExportSource['further'];
}

/** The outbox may journal an answer while a report is added up: then it is added up again. */
const CLOSING_TRIES = 3;

export function createStaffBooks(options: BooksOptions): StaffBooks {
  const { journal, center, key, isRig, softwareVersion, scratch, further, businessDate } = options;
  const deps = { journal, center, businessDate };

  async function close(): Promise<Result<ShiftReport, ShiftError>> {
    let why: ShiftError = { kind: 'journal-went-on' };
    for (let count = 0; count < CLOSING_TRIES; count++) {
      const drafted = await draftShift(deps);
      if (!drafted.ok) return drafted;
      const closed = closeShift(deps, drafted.value);
      if (closed.ok) return drafted;
      if (closed.error.kind !== 'journal-went-on') return closed;
      why = closed.error;
    }
    return fail(why);
  }

  return {
    get entries() {
      return journal.head().entry;
    },
    fingerprint: key.ok ? key.value.fingerprint : null,
    isRig,
    cases: () => listCases(journal, center),
    story: (transferId) => storyOf(journal, transferId),
    search: (wanted) => searchJournal(journal, wanted),
    checkChain: (onProgress) => checkChain(journal, { onProgress }),
    draftShift: () => draftShift(deps),
    closeShift: close,
    lastShift: async () => (await closedShifts(journal)).at(-1) ?? null,
    media: () => findMedia(options.exportDirectory),
    exportTo: async (medium, onStep) =>
      key.ok
        ? await exportTo(
            medium,
            {
              journal,
              softwareVersion,
              businessDate: businessDate(),
              isRig,
              key: key.value,
              scratch,
              further: further(),
            },
            { onStep },
          )
        : fail({ kind: 'no-key' as const }),
  };
}

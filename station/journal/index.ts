export { ARCHIVE_NAME, exportArchive, markExported, notExported } from './archives.ts';
export { readEntries } from './check.ts';
export type { Entry, EntryBody, OutboxMessage, TransferPhase, VoidProof } from './entries.ts';
export { type Journal, type JournalOptions, openJournal, type Rotation } from './journal.ts';
export { isTold, type JournalState, type QueuedMessage, type RefusedMessage, type TransferState } from './state.ts';
export type { OpenError, StorageError } from './storage.ts';
export { journalFilesIn, type VerifiedJournal, type VerifyError, verifyJournal, verifyJournals } from './verify.ts';

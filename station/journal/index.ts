export type { Entry, EntryBody, OutboxMessage, VoidProof } from './entries.ts';
export { type Journal, type JournalOptions, openJournal } from './journal.ts';
export type { JournalState, QueuedMessage, RefusedMessage, TransferState } from './state.ts';
export type { OpenError, StorageError } from './storage.ts';
export { type VerifiedJournal, verifyJournal } from './verify.ts';

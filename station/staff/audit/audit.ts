/**
 * The audit log of staff access: a file of its own beside the journal, chained and marked like it. A broken one is kept
 * under another name and a new one begins with saying so: passengers are served all the same, since their money does not
 * depend on it, but staff see it on every menu, and PIN tries begin with none left.
 */
import { existsSync, renameSync } from 'node:fs';
import type { Clock } from '../../../hardware/clock.ts';
import { fail, ok, type Result } from '../../../hardware/result.ts';
import { type ChainedFile, openChainedFile } from '../../journal/chained-file.ts';
import type { Application } from '../../journal/schema.ts';
import { headMarkOf, type OpenError, type StorageError } from '../../journal/storage.ts';
import type { Log } from '../../log.ts';
import { afterEntry, freshLockout, type Lockout } from '../access/lockout.ts';
import { AuditBody, type AuditEntry } from './entries.ts';

/** `WKA1`. */
export const AUDIT: Application = { id: 0x574b_4131, version: 1, name: 'audit log' };
const RESERVE_BYTES = 64 * 1024;

/** What the entries amount to. */
export interface AuditState {
  readonly lockout: Lockout;
  /** A card has been enrolled once: the first set-up is over for good. */
  readonly everEnrolled: boolean;
  /** What was wrong with the log before this one; null: this is the first. */
  readonly after: string | null;
}

export interface AuditLog {
  readonly state: AuditState;
  /** Why nothing can be written down, in words; null: it can. */
  readonly problem: string | null;
  /** On disk when it returns; one transaction. */
  append(...bodies: readonly AuditBody[]): Result<void, StorageError>;
  /** Newest last. */
  entries(): IterableIterator<AuditEntry>;
  /** A chained copy that `journal verify` checks, in a file that must not be there yet. */
  export(file: string): Result<void, StorageError>;
  close(): void;
}

export interface AuditOptions {
  readonly path: string;
  readonly stationId: string;
  readonly softwareVersion: string;
  readonly clock: Clock;
  readonly log: Log;
}

const EMPTY: AuditState = { lockout: freshLockout(true), everEnrolled: false, after: null };

export function openAudit(options: AuditOptions): AuditLog {
  return new FileAuditLog(options);
}

/** What a row of the log says, or null where no version of this program writes that. */
export function auditEntryOf(row: { number: number; at_ms: number; body: string }): AuditEntry | null {
  const body = AuditBody.safeParse(parseJson(row.body));
  return body.success ? { number: row.number, atMs: row.at_ms, body: body.data } : null;
}

class FileAuditLog implements AuditLog {
  readonly #options: AuditOptions;
  #state: AuditState = EMPTY;
  /** Null until there is something to write down, on a machine where no staff have been yet. */
  #file: ChainedFile | null = null;
  #runBegun = false;
  #problem: string | null = null;

  constructor(options: AuditOptions) {
    this.#options = options;
    if (existsSync(options.path) || existsSync(headMarkOf(options.path))) this.#open(null);
  }

  get state(): AuditState {
    return this.#state;
  }

  get problem(): string | null {
    return this.#problem;
  }

  append(...bodies: readonly AuditBody[]): Result<void, StorageError> {
    if (!this.#file && !this.#problem) this.#open(null);
    if (!this.#file) return fail({ kind: 'storage', detail: this.#problem ?? 'the audit log is closed' });
    const begun: AuditBody[] = this.#runBegun
      ? []
      : [{ kind: 'run-begun', softwareVersion: this.#options.softwareVersion }];
    const all = [...begun, ...bodies.map((body) => AuditBody.parse(body))];
    const stored = this.#file.append(...all);
    if (!stored.ok) {
      this.#problem = stored.error.detail;
      this.#options.log.error('audit-not-written', { detail: stored.error.detail });
      return stored;
    }
    this.#problem = null;
    this.#runBegun = true;
    const atMs = Math.round(this.#options.clock.now());
    for (const body of all) this.#state = stateAfter(this.#state, body, atMs);
    return ok(undefined);
  }

  *entries(): IterableIterator<AuditEntry> {
    for (const row of this.#file?.rows() ?? []) {
      const entry = auditEntryOf(row);
      if (entry) yield entry;
    }
  }

  export(file: string): Result<void, StorageError> {
    return this.#file?.export(file) ?? fail({ kind: 'storage', detail: this.#problem ?? 'there is no audit log' });
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
    this.#problem ??= 'the audit log is closed';
  }

  /** `after`: what was wrong with the file that stood here before. */
  #open(after: string | null): void {
    const { path, stationId, clock, log } = this.#options;
    let state = stateAfter(EMPTY, { kind: 'audit-begun', stationId, after }, 0);
    const opened = openChainedFile({
      path,
      application: AUDIT,
      clock,
      first: () => ({ kind: 'audit-begun', stationId, after }) satisfies AuditBody,
      read: (row) => {
        const entry = auditEntryOf(row);
        if (!entry) return 'an entry that no version of this program writes';
        if ((entry.body.kind === 'audit-begun') !== (row.number === 1)) return 'an audit log begins once';
        if (entry.body.kind === 'audit-begun' && entry.body.stationId !== stationId) return 'of another station';
        state = stateAfter(state, entry.body, entry.atMs);
        return null;
      },
      reserveBytes: RESERVE_BYTES,
    });
    if (opened.ok) {
      this.#file = opened.value;
      // The clock of this run has nothing to do with that of the last entry.
      this.#state = { ...state, lockout: afterEntry(state.lockout, runBegun, Math.round(clock.now())) };
      return;
    }
    const problem = wordsOf(opened.error);
    log.error('audit-log-refused', { detail: problem });
    this.#problem = problem;
    if (after === null && opened.error.kind === 'journal-broken') this.#beginAnew(problem);
  }

  /** The broken one stays beside it, for whoever looks into it. */
  #beginAnew(after: string): void {
    const { path } = this.#options;
    let number = 1;
    while (existsSync(`${path}.broken-${number}`)) number += 1;
    try {
      for (const end of ['', '-wal', '-shm', '.head']) {
        if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${path}.broken-${number}${end}`);
      }
      if (existsSync(`${path}.reserve`)) renameSync(`${path}.reserve`, `${path}.broken-${number}.reserve`);
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      return;
    }
    this.#problem = null;
    this.#open(after);
  }
}

const runBegun: AuditBody = { kind: 'run-begun', softwareVersion: '' };

function stateAfter(state: AuditState, body: AuditBody, atMs: number): AuditState {
  const lockout = afterEntry(state.lockout, body, atMs);
  if (body.kind === 'audit-begun') return { lockout, everEnrolled: body.after !== null, after: body.after };
  return { ...state, lockout, everEnrolled: state.everEnrolled || body.kind === 'card-enrolled' };
}

function wordsOf(error: OpenError): string {
  return error.kind === 'journal-newer' ? `written by a newer program (schema ${error.version})` : error.detail;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

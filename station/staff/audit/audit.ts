/**
 * The audit log of staff access: a file of its own beside the journal, chained and marked like it. The journal, whose head
 * the center knows, says how far it has come. A broken one, an older copy or one that is gone is kept under another name
 * and a new one begins with saying so: passengers are served all the same, since their money does not depend on it, but
 * staff see it on every menu, and PIN tries begin with none left.
 */
import { existsSync, renameSync } from 'node:fs';
import type { JournalHead } from '../../../center/contract/index.ts';
import type { Clock } from '../../../hardware/clock.ts';
import { fail, ok, type Result } from '../../../hardware/result.ts';
import type { Row } from '../../journal/chain.ts';
import { type ChainedFile, openChainedFile } from '../../journal/chained-file.ts';
import type { Application } from '../../journal/schema.ts';
import { headMarkOf, type OpenError, type StorageError } from '../../journal/storage.ts';
import type { Log } from '../../log.ts';
import type { WallClock } from '../../wall-clock.ts';
import { afterEntry, freshLockout, type Lockout } from '../access/lockout.ts';
import { AuditBody, type AuditEntry } from './entries.ts';

/** `WKA1`. 2 knows the machine's clock and what was learnt from the center. */
export const AUDIT: Application = { id: 0x574b_4131, version: 2, name: 'audit log' };
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
  /** Told when an entry could not be written down: nobody is at work without a log. */
  onProblem(listener: () => void): () => void;
  /** On disk when it returns; one transaction. Before the first of a run stands that it began, and when. */
  append(...bodies: readonly AuditBody[]): Result<void, StorageError>;
  /** Newest last. */
  entries(): IterableIterator<AuditEntry>;
  /** A chained copy that `journal verify` checks, in a file that must not be there yet. */
  export(file: string): Result<void, StorageError>;
  close(): void;
}

/** What another file that is chained, and known elsewhere, says of this one: the journal. */
export interface AuditAnchor {
  /** An entry that the log has had; null: it has never had one. */
  readonly head: JournalHead | null;
  /** That nothing can be read of it: a log that is not there may have been there. */
  readonly isLost: boolean;
  set(head: JournalHead): void;
}

/** For a log on its own. */
export const notAnchored: AuditAnchor = { head: null, isLost: false, set: () => {} };

export interface AuditOptions {
  readonly path: string;
  readonly stationId: string;
  readonly softwareVersion: string;
  readonly clock: Clock;
  readonly wall: WallClock;
  readonly anchor: AuditAnchor;
  readonly log: Log;
}

const EMPTY: AuditState = { lockout: freshLockout(true), everEnrolled: false, after: null };

export function openAudit(options: AuditOptions): AuditLog {
  return new FileAuditLog(options);
}

/** What a row of the log says, or null where no version of this program writes that. */
export function auditBodyOf({ body }: { readonly body: string }): AuditBody | null {
  const parsed = AuditBody.safeParse(parseJson(body));
  return parsed.success ? parsed.data : null;
}

/** Rows as entries, oldest first and from the first on, each with its time. What cannot be read is left out. */
export function* auditEntriesOf(rows: Iterable<Pick<Row, 'number' | 'at_ms' | 'body'>>): Generator<AuditEntry, void> {
  let wallOffsetMs: number | null = null;
  for (const row of rows) {
    const body = auditBodyOf(row);
    if (!body) continue;
    if ('wallOffsetMs' in body) ({ wallOffsetMs } = body);
    yield {
      number: row.number,
      atMs: row.at_ms,
      wallMs: wallOffsetMs === null ? null : row.at_ms + wallOffsetMs,
      body,
    };
  }
}

/** What the journal is told of: a try that it has heard of cannot be undone by taking the log away. */
const ANCHORED: ReadonlySet<AuditBody['kind']> = new Set([
  'run-begun',
  'pin-tried',
  'card-enrolled',
  'card-removed',
  'session-ended',
]);
/** A clock that goes slower or faster than the other one is no clock that was set. */
const CLOCK_SET_MS = 2_000;

/** The files of a log, the database last: as long as it has its name, a next start finds it broken and goes on moving. */
const LEFT = ['-wal', '-shm', '.head', '.reserve', ''] as const;

class FileAuditLog implements AuditLog {
  readonly #options: AuditOptions;
  #state: AuditState = EMPTY;
  /** Null until there is something to write down, on a machine where no staff have been yet. */
  #file: ChainedFile | null = null;
  #runBegun = false;
  #wallOffsetMs: number | null = null;
  #problem: string | null = null;
  /** It was in another's hands, or the disk was full: that may be over. `after`: as it was to be opened then. */
  #retry: { readonly after: string | null } | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(options: AuditOptions) {
    this.#options = options;
    const { path, anchor } = options;
    if (existsSync(path) || existsSync(headMarkOf(path))) this.#open(null);
    // What is left of it (`-wal` after a power cut) must not pass for the new one's.
    else if (anchor.head || anchor.isLost || LEFT.some((end) => existsSync(path + end))) {
      this.#beginAnew('the audit log is gone');
    }
  }

  get state(): AuditState {
    return this.#state;
  }

  get problem(): string | null {
    return this.#problem;
  }

  onProblem(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  append(...bodies: readonly AuditBody[]): Result<void, StorageError> {
    const stored = this.#store(bodies);
    if (!stored.ok) for (const listener of [...this.#listeners]) listener();
    return stored;
  }

  #store(bodies: readonly AuditBody[]): Result<void, StorageError> {
    if (!this.#file && (this.#problem === null || this.#retry)) this.#open(this.#retry?.after ?? null);
    if (!this.#file) return fail({ kind: 'storage', detail: this.#problem ?? 'the audit log is closed' });
    const all = [...this.#before(), ...bodies.map((body) => AuditBody.parse(body))];
    const stored = this.#file.append(...all);
    if (!stored.ok) {
      this.#problem = stored.error.detail;
      this.#options.log.error('audit-not-written', { detail: stored.error.detail });
      return stored;
    }
    this.#problem = null;
    this.#runBegun = true;
    const atMs = Math.round(this.#options.clock.now());
    for (const body of all) {
      this.#state = stateAfter(this.#state, body, atMs);
      if ('wallOffsetMs' in body) this.#wallOffsetMs = body.wallOffsetMs;
    }
    this.#secureSpace();
    if (all.some(({ kind }) => ANCHORED.has(kind))) this.#options.anchor.set(this.#file.head);
    return ok(undefined);
  }

  entries(): IterableIterator<AuditEntry> {
    return auditEntriesOf(this.#file?.rows() ?? []);
  }

  export(file: string): Result<void, StorageError> {
    return this.#file?.export(file) ?? fail({ kind: 'storage', detail: this.#problem ?? 'there is no audit log' });
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
    this.#problem ??= 'the audit log is closed';
    this.#retry = null;
  }

  /** Room for staff to come in on the day the disk is full; what an entry has taken of it comes back when there is room. */
  #secureSpace(): void {
    const secured = this.#file?.secureSpace();
    if (secured?.ok === false) this.#options.log.warn('audit-log-without-reserve', { detail: secured.error.detail });
  }

  /** What has to be said before the next entry: that a run begins, and what its clock shows. */
  #before(): AuditBody[] {
    const { softwareVersion, clock, wall } = this.#options;
    const wallOffsetMs = Math.round(wall.now() - clock.now());
    if (!this.#runBegun) return [{ kind: 'run-begun', softwareVersion, wallOffsetMs }];
    const isSet = Math.abs(wallOffsetMs - (this.#wallOffsetMs ?? 0)) > CLOCK_SET_MS;
    return isSet ? [{ kind: 'clock-set', wallOffsetMs }] : [];
  }

  /** `after`: what was wrong with the file that stood here before. */
  #open(after: string | null): void {
    const { path, stationId, clock, wall } = this.#options;
    const wallOffsetMs = Math.round(wall.now() - clock.now());
    // A log that begins anew has not had it.
    const anchor = after === null ? this.#options.anchor.head : null;
    let state = stateAfter(EMPTY, { kind: 'audit-begun', stationId, after, wallOffsetMs }, 0);
    const opened = openChainedFile({
      path,
      application: AUDIT,
      clock,
      first: () => ({ kind: 'audit-begun', stationId, after, wallOffsetMs }) satisfies AuditBody,
      read: (row) => {
        const body = auditBodyOf(row);
        if (!body) return 'an entry that no version of this program writes';
        if ((body.kind === 'audit-begun') !== (row.number === 1)) return 'an audit log begins once';
        if (body.kind === 'audit-begun' && body.stationId !== stationId) return 'of another station';
        if (row.number === anchor?.entry && row.hash !== anchor.hash) return 'another than the one the journal knows';
        state = stateAfter(state, body, row.at_ms);
        return null;
      },
      reserveBytes: RESERVE_BYTES,
    });
    if (opened.ok && anchor && opened.value.head.entry < anchor.entry) {
      opened.value.close();
      this.#refuse(`the journal knows that it went on to entry ${anchor.entry}`, { beginAnew: true });
      return;
    }
    if (opened.ok) {
      this.#file = opened.value;
      this.#problem = null;
      if (after !== null) this.#options.anchor.set(opened.value.head);
      this.#state = state;
      // The clock of this run has nothing to do with that of the last entry: locks begin anew from here, not from a first try.
      this.append();
      return;
    }
    // A log that was to begin after a broken one never begins as the first: that would give every try back.
    this.#retry = opened.error.kind === 'storage' ? { after } : null;
    this.#refuse(wordsOf(opened.error), { beginAnew: after === null && opened.error.kind === 'journal-broken' });
  }

  #refuse(problem: string, { beginAnew }: { readonly beginAnew: boolean }): void {
    this.#options.log.error('audit-log-refused', { detail: problem });
    this.#problem = problem;
    if (beginAnew) this.#beginAnew(problem);
  }

  /** The broken one stays beside it, for whoever looks into it. */
  #beginAnew(after: string): void {
    const { path } = this.#options;
    let number = 1;
    while (existsSync(`${path}.broken-${number}`)) number += 1;
    try {
      for (const end of LEFT) {
        if (existsSync(path + end)) renameSync(path + end, `${path}.broken-${number}${end}`);
      }
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      return;
    }
    this.#problem = null;
    this.#open(after);
  }
}

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

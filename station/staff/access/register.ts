/**
 * The register of staff cards: a file of its own beside the journal, since a verifier must not stand in anything that is
 * exported. Written whole or not at all; a wrong one is refused and never taken for an empty one.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { StaffCardRecord } from '../../../center/contract/index.ts';
import { fail, ok, type Result } from '../../../hardware/result.ts';
import { type StorageError, storageError } from '../../journal/storage.ts';

/** The same at every machine, so the center's contract has its shape. */
export const RegisteredCard = StaffCardRecord;
export type RegisteredCard = StaffCardRecord;

const RegisterFile = z.strictObject({ cards: z.array(RegisteredCard) });

export interface Register {
  /** Null: there is no file. */
  readonly cards: readonly RegisteredCard[] | null;
  /** Why the file cannot be used, in words; null: it can. */
  readonly problem: string | null;
  find(card: string): RegisteredCard | undefined;
  /** Those of these cards that are newer than what is known. */
  newer(cards: readonly RegisteredCard[]): readonly RegisteredCard[];
  /** Takes over what is newer than what is known; on disk when it returns. Says whether anything was. */
  merge(cards: readonly RegisteredCard[]): Result<boolean, StorageError>;
}

export function openRegister(path: string): Register {
  return new FileRegister(path);
}

class FileRegister implements Register {
  readonly #path: string;
  #cards: Map<string, RegisteredCard> | null = null;
  #problem: string | null = null;

  constructor(path: string) {
    this.#path = path;
    try {
      if (existsSync(path)) this.#cards = read(path);
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
    }
  }

  get cards(): readonly RegisteredCard[] | null {
    return this.#cards && [...this.#cards.values()];
  }

  get problem(): string | null {
    return this.#problem;
  }

  find(card: string): RegisteredCard | undefined {
    return this.#cards?.get(card);
  }

  newer(cards: readonly RegisteredCard[]): readonly RegisteredCard[] {
    return cards.filter((card) => card.version > (this.find(card.card)?.version ?? 0));
  }

  merge(cards: readonly RegisteredCard[]): Result<boolean, StorageError> {
    if (this.#problem) return fail({ kind: 'storage', detail: this.#problem });
    const newer = this.newer(cards);
    if (newer.length === 0) return ok(false);
    const next = new Map(this.#cards);
    for (const card of newer) next.set(card.card, card);
    try {
      writeWhole(this.#path, `${JSON.stringify({ cards: [...next.values()] }, null, 1)}\n`);
    } catch (error) {
      return fail(storageError(error));
    }
    this.#cards = next;
    return ok(true);
  }
}

function read(path: string): Map<string, RegisteredCard> {
  const file = RegisterFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (file.success) return new Map(file.data.cards.map((card) => [card.card, card]));
  // Only the place: what stands there may be a verifier.
  throw new Error(`the register of staff cards is wrong at ${file.error.issues[0]?.path.join('.') || 'its beginning'}`);
}

function writeWhole(path: string, text: string): void {
  const part = `${path}.part`;
  const file = openSync(part, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * Is this export whole, and did the station that it names make it? Needs nothing but the file: `journal verify` anywhere,
 * and the station itself, which reads back from the medium what it has written before it says "done".
 */
import { createHash, type Hash, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equalBytes } from '../../../hardware/bytes.ts';
import { fail, ok, type Result } from '../../../hardware/result.ts';
import { ARCHIVE_NAME, type OpenError, type VerifiedJournal, verifyJournals } from '../../journal/index.ts';
import { type VerifiedAudit, verifyAudit } from '../audit/verify.ts';
import { AUDIT_LOG, JOURNAL, MANIFEST, Manifest, SIGNATURE } from './manifest.ts';
import { fingerprintOf } from './station-key.ts';
import { parseTarHeader, TAR_BLOCK, type TarHeader, tarPadding } from './tar.ts';
import { openUncached, type UncachedFile } from './uncached-file.ts';

export interface VerifiedArchive {
  /** Every byte came from the medium; false: the system's memory may have answered (uncached-file.ts). */
  readonly isFromMedium: boolean;
  readonly manifest: Manifest;
  readonly fingerprint: string;
  /** The journal with those of its archives that are in the export, as one chain. */
  readonly journal: VerifiedJournal;
  /** Null: there is no audit log in it. */
  readonly audit: VerifiedAudit | null;
}

export type ArchiveError =
  /** It cannot be read. */
  | { readonly kind: 'storage'; readonly detail: string; readonly code: string | null }
  /** It is not what a station wrote, or not all of it. */
  | { readonly kind: 'broken'; readonly detail: string }
  | { readonly kind: 'journal' | 'audit'; readonly error: OpenError };

/** No archive has a manifest or a signature of more bytes. */
const SMALL = 1024 * 1024;
const CHUNK = 256 * 1024;

/** Does the file begin like an export? A bare journal begins otherwise; a folder, and what cannot be read, is none. */
export async function isArchive(file: string): Promise<boolean> {
  const archive = await openUncached(file).catch(() => null);
  if (!archive) return false;
  try {
    const header = parseTarHeader(await new Reading(archive).bytes(TAR_BLOCK));
    return header.ok && header.value?.name === MANIFEST;
  } catch {
    return false;
  } finally {
    await archive.close();
  }
}

export async function verifyArchive(file: string, scratch = tmpdir()): Promise<Result<VerifiedArchive, ArchiveError>> {
  let archive: UncachedFile | null = null;
  const folder = mkdtempSync(join(scratch, 'wester-verify-'));
  try {
    archive = await openUncached(file);
    const verified = await verifyFile(new Reading(archive), folder);
    return verified.ok ? ok({ ...verified.value, isFromMedium: archive.isDirect }) : verified;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    return fail({ kind: 'storage', detail: error instanceof Error ? error.message : String(error), code });
  } finally {
    await archive?.close().catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `folder`: an empty one, for copies of what is a chain. */
async function verifyFile(
  reading: Reading,
  folder: string,
): Promise<Result<Omit<VerifiedArchive, 'isFromMedium'>, ArchiveError>> {
  const manifestBytes = await reading.small(MANIFEST);
  if (!manifestBytes.ok) return broken(manifestBytes.error);
  const signature = await reading.small(SIGNATURE);
  if (!signature.ok) return broken(signature.error);
  const manifest = Manifest.safeParse(parseJson(Buffer.from(manifestBytes.value).toString('utf8')));
  if (!manifest.success) return broken('the manifest says something else than a station writes');
  const { publicKey, files, journalHead, stationId } = manifest.data;
  if (!isSigned(manifestBytes.value, signature.value, publicKey)) return broken('the signature does not fit');
  const names = files.map(({ name }) => name);
  if (!names.includes(JOURNAL)) return broken('there is no journal in it');
  if (new Set(names).size < names.length) return broken('two files of one name are in it');
  for (const expected of files) {
    const isChain = isJournal(expected.name) || expected.name === AUDIT_LOG;
    const problem = await reading.file(expected, isChain ? join(folder, expected.name) : null);
    if (problem) return broken(problem);
  }
  if (!(await reading.isAtEnd())) return broken('something stands behind its end');
  const journal = verifyJournals(names.filter(isJournal).map((name) => join(folder, name)));
  if (!journal.ok) return fail({ kind: 'journal', error: journal.error });
  const { head } = journal.value;
  if (journal.value.stationId !== stationId) return broken('the journal is that of another station');
  if (head.entry !== journalHead.entry || head.hash !== journalHead.hash)
    return broken('another journal than it names');
  const audit = names.includes(AUDIT_LOG) ? verifyAudit(join(folder, AUDIT_LOG), journal.value.auditAnchor) : ok(null);
  if (!audit.ok) return fail({ kind: 'audit', error: audit.error });
  if (audit.value && audit.value.stationId !== stationId) return broken('the audit log is that of another station');
  return ok({
    manifest: manifest.data,
    fingerprint: fingerprintOf(publicKey),
    journal: journal.value,
    audit: audit.value,
  });
}

function isJournal(name: string): boolean {
  return name === JOURNAL || ARCHIVE_NAME.test(name);
}

function broken(detail: string): Result<never, ArchiveError> {
  return fail({ kind: 'broken', detail });
}

function isSigned(bytes: Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  try {
    return verify(null, bytes, publicKey, signature);
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads an archive from its beginning to its end, once. */
class Reading {
  readonly #archive: UncachedFile;
  #at = 0;

  constructor(archive: UncachedFile) {
    this.#archive = archive;
  }

  /** Fewer where the file ends. */
  async bytes(length: number): Promise<Uint8Array> {
    const buffer = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const read = await this.#archive.read(buffer, filled, length - filled, this.#at);
      if (read === 0) break;
      filled += read;
      this.#at += read;
    }
    return buffer.subarray(0, filled);
  }

  async small(name: string): Promise<Result<Uint8Array, string>> {
    const header = await this.#header(name);
    if (!header.ok) return header;
    if (header.value.size > SMALL) return fail(`${name} is too long`);
    const content = await this.bytes(header.value.size);
    const isWhole = content.length === header.value.size && (await this.#isPadded(header.value.size));
    return isWhole ? ok(content) : fail(`cut off in ${name}`);
  }

  /** What is wrong with the next file; null: nothing. `copy`: where its content is put. */
  async file(expected: Manifest['files'][number], copy: string | null): Promise<string | null> {
    const { name, size, sha256 } = expected;
    const header = await this.#header(name);
    if (!header.ok) return header.error;
    if (header.value.size !== size) return `${name} has another length`;
    const digest = createHash('sha256');
    const whole = copy ? await this.#copy(size, digest, copy) : await this.#digest(size, digest, null);
    if (!whole) return `cut off in ${name}`;
    if (!(await this.#isPadded(size))) return `something stands behind ${name}`;
    return digest.digest('hex') === sha256 ? null : `${name} was changed`;
  }

  async isAtEnd(): Promise<boolean> {
    const end = await this.bytes(2 * TAR_BLOCK + 1);
    return end.length === 2 * TAR_BLOCK && end.every((byte) => byte === 0);
  }

  async #header(name: string): Promise<Result<TarHeader, string>> {
    const header = parseTarHeader(await this.bytes(TAR_BLOCK));
    if (!header.ok) return header;
    return header.value?.name === name ? ok(header.value) : fail(`${name} is missing`);
  }

  async #copy(size: number, digest: Hash, copy: string): Promise<boolean> {
    const target = await open(copy, 'wx', 0o600);
    try {
      return await this.#digest(size, digest, target);
    } finally {
      await target.close();
    }
  }

  async #digest(size: number, digest: Hash, target: FileHandle | null): Promise<boolean> {
    for (let left = size; left > 0; ) {
      const chunk = await this.bytes(Math.min(CHUNK, left));
      if (chunk.length === 0) return false;
      digest.update(chunk);
      await target?.write(chunk);
      left -= chunk.length;
    }
    return true;
  }

  /** Nothing but zeros up to the next block. */
  async #isPadded(size: number): Promise<boolean> {
    const expected = tarPadding(size);
    return equalBytes(await this.bytes(expected.length), expected);
  }
}

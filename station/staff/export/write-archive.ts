/**
 * An export onto a medium: journal, archives that were not exported yet, audit log, shift reports, and a signed manifest
 * of them, in one tar file. It has its name only after it was on the medium, read back and verified; until then it is called `.part`, and where anything
 * goes wrong it is taken away again.
 */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result, unreachable } from '../../../hardware/result.ts';
import { type Journal, markExported, notExported, verifyJournals } from '../../journal/index.ts';
import { closedShifts } from '../shift.ts';
import type { Walk } from '../walk.ts';
import { JOURNAL, MANIFEST, type Manifest, SIGNATURE } from './manifest.ts';
import type { Medium } from './media.ts';
import { shiftCsv } from './shift-csv.ts';
import type { StationKey } from './station-key.ts';
import { TAR_END, tarHeader, tarPadding } from './tar.ts';
import { type ArchiveError, verifyArchive } from './verify-archive.ts';

export interface ExportSource {
  readonly journal: Journal;
  readonly softwareVersion: string;
  readonly businessDate: string | null;
  readonly isRig: boolean;
  readonly key: StationKey;
  /** A folder of the station, for copies that are made on the way; emptied before and after. */
  readonly scratch: string;
  /**
   * Further files: writes one under the name given. False: it cannot be had, and the export says that it was left out.
   * Throws where the disk refuses it.
   */
  readonly further: readonly { readonly name: string; readonly writeTo: (file: string) => boolean }[];
}

export interface Exported {
  readonly file: string;
  readonly bytes: number;
  readonly entries: number;
  readonly fingerprint: string;
  /** False: it could not be read back from the medium itself, only from what the system remembers of it. */
  readonly isFromMedium: boolean;
  /** Names of what should be in it and could not be: a broken archive with those before it, a broken audit log. */
  readonly leftOut: readonly string[];
}

export type ExportError =
  /** The medium has no room for it. `neededBytes`: for the whole export. */
  | { readonly kind: 'full'; readonly neededBytes: number | null }
  | { readonly kind: 'read-only' }
  /** Taken out, or nothing is mounted there any more. */
  | { readonly kind: 'gone' }
  /** What was read back is not what was written: the medium is not to be trusted. */
  | { readonly kind: 'not-verified'; readonly detail: string }
  /** The station's own copy could not be made. */
  | { readonly kind: 'source'; readonly detail: string }
  | { readonly kind: 'medium'; readonly detail: string };

export type ExportStep = 'copying' | 'writing' | 'verifying';

/** What is done on the medium; tests put a bad one in its place. */
export type MediumFiles = Pick<typeof files, 'open' | 'rename' | 'rm' | 'stat' | 'statfs' | 'access'>;

/** What is brought onto the medium, on the station's own disk. */
interface Copied {
  readonly head: Manifest['journalHead'];
  readonly parts: readonly Part[];
  /** Paths of the archives among the parts. */
  readonly archives: readonly string[];
  readonly leftOut: readonly string[];
}

interface Part {
  readonly name: string;
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
}

export async function exportTo(
  medium: Medium,
  source: ExportSource,
  {
    onStep = () => {},
    disk = files,
    walk = {},
  }: { onStep?: (step: ExportStep) => void; disk?: MediumFiles; walk?: Walk } = {},
): Promise<Result<Exported, ExportError>> {
  onStep('copying');
  const parts = await copyParts(source, walk);
  try {
    if (!parts.ok) return fail({ kind: 'source', detail: parts.error });
    return await writeOut(medium, source, parts.value, onStep, disk);
  } finally {
    rmSync(source.scratch, { recursive: true, force: true });
  }
}

/** Copies of everything, on the station's own disk, with their hashes. */
async function copyParts(source: ExportSource, walk: Walk): Promise<Result<Copied, string>> {
  const { journal, scratch, further } = source;
  try {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true, mode: 0o700 });
    const reports = await closedShifts(journal, walk);
    const head = journal.head();
    const exported = journal.export(join(scratch, JOURNAL));
    if (!exported.ok) return fail(exported.error.detail);
    const { archives, leftOut } = soundArchives(journal.path, join(scratch, JOURNAL));
    const [had, missing] = [[] as string[], [...leftOut]];
    for (const { name, writeTo } of further) (writeTo(join(scratch, name)) ? had : missing).push(name);
    writeFileSync(join(scratch, 'shifts.json'), `${JSON.stringify(reports, null, 2)}\n`);
    writeFileSync(join(scratch, 'shifts.csv'), shiftCsv(reports));
    const copies = [JOURNAL, ...had, 'shifts.json', 'shifts.csv'].map((name) => join(scratch, name));
    const parts: Part[] = [];
    for (const file of [...archives, ...copies]) parts.push(await partOf(file));
    return ok({ head, parts, archives, leftOut: missing });
  } catch (error) {
    return fail(messageOf(error));
  }
}

/**
 * The archives that are one chain with the journal's copy. A broken one must not keep the others, nor the journal, on this
 * machine: it is left out with those before it.
 */
function soundArchives(journal: string, copy: string): { archives: string[]; leftOut: string[] } {
  const archives = notExported(journal);
  const leftOut: string[] = [];
  while (archives[0] && !verifyJournals([...archives, copy]).ok) {
    leftOut.push(basename(archives[0]));
    archives.shift();
  }
  return { archives, leftOut };
}

/** Archives are read where they lie: nobody writes in them any more. */
async function partOf(file: string): Promise<Part> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(file)) digest.update(chunk);
  return { name: basename(file), file, size: statSync(file).size, sha256: digest.digest('hex') };
}

async function writeOut(
  medium: Medium,
  source: ExportSource,
  { head, parts, archives, leftOut }: Copied,
  onStep: (step: ExportStep) => void,
  disk: MediumFiles,
): Promise<Result<Exported, ExportError>> {
  const manifest = Buffer.from(`${JSON.stringify(manifestOf(source, head, parts), null, 2)}\n`);
  const named = [
    { name: MANIFEST, content: manifest },
    { name: SIGNATURE, content: source.key.sign(manifest) },
  ];
  const bytes = [...named.map(({ content }) => content.length), ...parts.map(({ size }) => size)].reduce(
    (sum, size) => sum + 512 + size + tarPadding(size).length,
    TAR_END.length,
  );
  const file = join(medium.directory, nameOf(source, head.entry));
  const part = `${file}.part`;
  try {
    if (!(await isThere(medium, disk))) return fail({ kind: 'gone' });
    const { bavail, bsize } = await disk.statfs(medium.directory);
    if (bavail * bsize < bytes) return fail({ kind: 'full', neededBytes: bytes });
    onStep('writing');
    await disk.rm(part, { force: true });
    await writeTar(part, named, parts, disk);
    onStep('verifying');
    const verified = await verifyArchive(part, source.scratch);
    if (!verified.ok) return fail(await afterwards(part, disk, notVerified(verified.error)));
    // A folder that is left where the medium was takes files just as well.
    if (!(await isThere(medium, disk))) return fail(await afterwards(part, disk, { kind: 'gone' }));
    await disk.rename(part, file);
    await syncFolder(medium.directory, disk);
    const { fingerprint, isFromMedium } = verified.value;
    // What nobody has seen on the medium is kept here.
    if (isFromMedium) for (const archive of archives) noteExported(archive);
    return ok({ file, bytes, entries: head.entry, fingerprint, isFromMedium, leftOut });
  } catch (error) {
    return fail(await afterwards(part, disk, meaningOf(error, bytes)));
  }
}

/** The export is whole. Without the note (the station's own disk is full) the archive only stays, and is exported once more. */
function noteExported(archive: string): void {
  try {
    markExported(archive);
  } catch {}
}

function manifestOf(source: ExportSource, journalHead: Manifest['journalHead'], parts: readonly Part[]): Manifest {
  const { journal, softwareVersion, businessDate, isRig, key } = source;
  return {
    format: 'wester-kiosk-export',
    version: 1,
    stationId: journal.stationId,
    softwareVersion,
    businessDate,
    rig: isRig,
    journalHead,
    publicKey: key.publicKey,
    files: parts.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
  };
}

/** The entry tells two exports of one day apart, and the same one made twice is the same. */
function nameOf({ journal, businessDate, isRig }: ExportSource, entry: number): string {
  return `wester-${isRig ? 'rig-' : ''}${journal.stationId}-${businessDate ?? 'no-date'}-${entry}.tar`;
}

async function writeTar(
  to: string,
  named: readonly { readonly name: string; readonly content: Uint8Array }[],
  parts: readonly Part[],
  disk: MediumFiles,
): Promise<void> {
  const tar = await disk.open(to, 'wx', 0o600);
  try {
    for (const { name, content } of named) {
      const size = content.length;
      await tar.writeFile(Buffer.concat([tarHeader({ name, size }), content, tarPadding(size)]));
    }
    for (const { name, size, file } of parts) {
      await tar.writeFile(tarHeader({ name, size }));
      for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) await tar.writeFile(chunk);
      await tar.writeFile(tarPadding(size));
    }
    await tar.writeFile(TAR_END);
    await tar.sync();
  } finally {
    await tar.close();
  }
}

/** Still a mount point, and not the empty folder that stays behind when a medium is pulled. */
async function isThere({ directory, isMounted }: Medium, disk: MediumFiles): Promise<boolean> {
  if (!isMounted) return true;
  const [own, above] = [await disk.stat(directory), await disk.stat(dirname(directory))];
  return own.dev !== above.dev;
}

async function syncFolder(folder: string, disk: MediumFiles): Promise<void> {
  const handle = await disk.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Takes the unfinished file away, as far as the medium lets it. */
async function afterwards(part: string, disk: MediumFiles, error: ExportError): Promise<ExportError> {
  await disk.rm(part, { force: true }).catch(() => {});
  return error;
}

function notVerified(error: ArchiveError): ExportError {
  switch (error.kind) {
    case 'storage':
      // What is read back is put on the station's own disk: a full one says nothing of the medium.
      if (isFull(error.code)) return { kind: 'source', detail: error.detail };
      return isGone(error.code) ? { kind: 'gone' } : { kind: 'not-verified', detail: error.detail };
    case 'broken':
      return { kind: 'not-verified', detail: error.detail };
    case 'journal':
    case 'audit':
      return { kind: 'not-verified', detail: error.error.kind };
    default:
      return unreachable(error);
  }
}

/** Error numbers as errno(3) has them. */
function meaningOf(error: unknown, neededBytes: number): ExportError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  if (isFull(code) || code === 'EFBIG') return { kind: 'full', neededBytes };
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return { kind: 'read-only' };
  return isGone(code) ? { kind: 'gone' } : { kind: 'medium', detail: messageOf(error) };
}

function isFull(code: string | null): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function isGone(code: string | null): boolean {
  return code !== null && ['ENOENT', 'EIO', 'ENODEV', 'ENXIO', 'ESTALE', 'ENOTCONN'].includes(code);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

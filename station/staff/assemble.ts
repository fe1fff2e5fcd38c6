import { randomBytes } from 'node:crypto';
import { copyFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ok } from '../../hardware/result.ts';
import type { Parts } from '../assemble.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import { systemWallClock } from '../wall-clock.ts';
import { createAccess } from './access/access.ts';
import { openRegister } from './access/register.ts';
import { sharedThroughCenter } from './access/shared.ts';
import { type AuditAnchor, type AuditLog, openAudit } from './audit/audit.ts';
import { createStaffBooks, type StaffBooks } from './books.ts';
import { AUDIT_LOG } from './export/manifest.ts';
import { stationKey } from './export/station-key.ts';
import type { ExportSource } from './export/write-archive.ts';
import type { StaffParts } from './parts.ts';
import { createServiceKeeper, noService } from './service.ts';

/** Names of the files of staff access, beside the journal. */
export const staffFiles = {
  register: 'staff-cards.json',
  audit: 'audit.sqlite',
  /** Signs exports. */
  key: 'station-key.pem',
  /** A folder for copies on the way to a medium. */
  scratch: 'export-in-progress',
} as const;

/** Register, audit log and access of one machine. `journal` null: it could not be opened, and staff come all the more. */
export function assembleStaff(
  parts: Parts,
  journal: Journal | null,
  businessDate: () => string | null,
): Omit<StaffParts, 'devices' | 'settings'> {
  const { clock, log, softwareVersion, pinCost } = parts;
  const folder = dirname(parts.journalPath);
  const stationId = parts.config.station.id;
  const audit = openAudit({
    path: join(folder, staffFiles.audit),
    stationId,
    softwareVersion,
    clock,
    wall: parts.wall ?? systemWallClock,
    anchor: anchorIn(journal, log),
    log,
  });
  const register = openRegister(join(folder, staffFiles.register));
  if (register.problem) log.error('staff-register-refused', { detail: register.problem });
  const access = createAccess({
    clock,
    register,
    audit,
    shared: sharedThroughCenter({ center: parts.center, clock, stationId, newId: parts.newId }),
    // Without its journal nobody knows whether the machine was set up: it was, until the journal says otherwise.
    wasSetUp: () => journal?.state.staffSetUp ?? true,
    setUpBy: () => journal?.state.staffSetUpBy ?? null,
    setUp: (card) => {
      if (!journal || journal.state.staffSetUp) return ok(undefined);
      const written = journal.append({ kind: 'staff-set-up', card });
      return written.ok ? ok(undefined) : written;
    },
    ...(pinCost && { pinCost }),
  });
  return {
    access,
    audit,
    service: journal ? createServiceKeeper(journal) : noService,
    books: journal && booksOf(parts, journal, audit, businessDate),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    power: parts.power ?? (() => log.warn('nobody-to-ask-for-power')),
  };
}

/** Without its journal nobody knows whether there has been an audit log. */
function anchorIn(journal: Journal | null, log: Log): AuditAnchor {
  return {
    get head() {
      return journal?.state.auditAnchor ?? null;
    },
    isLost: journal === null,
    set: (head) => {
      const written = journal?.append({ kind: 'audit-anchored', head });
      // A journal that takes nothing more says so elsewhere, and the log itself has the entry.
      if (written?.ok === false) log.warn('audit-log-not-anchored', { detail: written.error.detail });
    },
  };
}

/** Logs that were broken or gone when another was begun: evidence, taken along as they are. */
function brokenLogs(folder: string): ExportSource['further'] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${staffFiles.audit}.broken-`) && !name.endsWith('.reserve'))
    .map((name) => ({
      name,
      writeTo: (file) => {
        copyFileSync(join(folder, name), file);
        return true;
      },
    }));
}

function booksOf(parts: Parts, journal: Journal, audit: AuditLog, businessDate: () => string | null): StaffBooks {
  const { center, config, softwareVersion, log } = parts;
  const folder = dirname(parts.journalPath);
  const key = stationKey(join(folder, staffFiles.key));
  if (!key.ok) log.error('station-key-refused', { detail: key.error });
  return createStaffBooks({
    journal,
    center,
    businessDate,
    key,
    softwareVersion,
    isRig: config.mode === 'rig',
    scratch: join(folder, staffFiles.scratch),
    exportDirectory: config.exportTo ?? null,
    further: () => [{ name: AUDIT_LOG, writeTo: (file) => audit.export(file).ok }, ...brokenLogs(folder)],
  });
}

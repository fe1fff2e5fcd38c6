import { z } from 'zod';

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';
export const JOURNAL = 'journal.sqlite';
export const AUDIT_LOG = 'audit.sqlite';

/** What an export says of itself; the signature is over these bytes exactly. */
export const Manifest = z.strictObject({
  format: z.literal('wester-kiosk-export'),
  version: z.literal(1),
  stationId: z.string(),
  softwareVersion: z.string(),
  /** The center's business date when it was made; null: not known then. */
  businessDate: z.iso.date().nullable(),
  /** Made on a test bench: no record of any real money. */
  rig: z.boolean(),
  journalHead: z.object({ entry: z.int(), hash: z.string() }),
  /** Ed25519, SubjectPublicKeyInfo, PEM. */
  publicKey: z.string(),
  files: z.array(
    z.strictObject({
      name: z.string().regex(/^[\w.-]{1,99}$/),
      size: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

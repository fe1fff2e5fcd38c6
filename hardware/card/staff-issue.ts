import type { Hex } from '../bytes.ts';
import type { CardReader } from '../reader/port.ts';
import { fail, ok, type Result } from '../result.ts';
import { LiteSBlock, turnHalves } from '../sam/lite-s.ts';
import type { Sam } from '../sam/port.ts';
import { parseWrite, write } from './felica.ts';
import { CardLink, type SelectedCard } from './link.ts';
import { timeoutMs } from './pmm.ts';
import type { CardError } from './port.ts';
import { samError } from './secure.ts';
import { authenticateStaff, readLiteS, WRITE_SERVICE } from './staff.ts';
import { encodeStaff, type StaffData, staffIdBlock } from './staff-card.ts';

export interface StaffIssueOptions {
  readonly reader: CardReader;
  readonly sam: Sam;
  readonly random: (bytes: number) => Uint8Array;
}

export type StaffIssueError =
  | CardError
  /** Not a card from the shop: somebody has closed it. It stays as it is. */
  | { readonly kind: 'already-issued' };

const CARD_KEY_VERSION = new Uint8Array(16).fill(1, 0, 1);
/** MC byte 2, MC_ALL: FF open, 00 closed (docs/facts/felica.md §5.1). */
const MC_ALL = 2;

/**
 * Makes a staff card out of a FeliCa Lite-S from the shop: ID block, staff block and key are written, the new key is
 * proven by authenticating with it, and only then is the memory closed, which nothing opens again. Interrupted before
 * that, it can simply be begun anew.
 */
export async function issueStaffCard(
  options: StaffIssueOptions,
  idm: Hex,
  staff: StaffData,
): Promise<Result<void, StaffIssueError>> {
  const link = new CardLink(options.reader);
  const card = await link.select(idm);
  if (!card.ok) return card;
  const read = await readLiteS(link, card.value, [LiteSBlock.id, LiteSBlock.memoryConfiguration]);
  if (!read.ok) return read;
  const [oldId, configuration] = read.value;
  if (!oldId || configuration?.[MC_ALL] !== 0xff) return fail({ kind: 'already-issued' });
  const idBlock = staffIdBlock(oldId);
  const key = await options.sam.staffCardKey(idBlock);
  if (!key.ok) return fail(samError(key.error));
  const written = await writeAll(link, card.value, [
    [LiteSBlock.id, idBlock],
    [LiteSBlock.pad0, encodeStaff(staff)],
    [LiteSBlock.cardKeyVersion, CARD_KEY_VERSION],
    [LiteSBlock.cardKey, turnHalves(key.value)],
  ]);
  if (!written.ok) return written;
  const proven = await authenticateStaff(link, options.sam, options.random, card.value);
  if (!proven.ok) return proven;
  return writeAll(link, card.value, [[LiteSBlock.memoryConfiguration, closed(configuration)]]);
}

/** The same configuration with every user block read-only and the system blocks closed; all else stays. */
function closed(configuration: Uint8Array): Uint8Array {
  const block = configuration.slice();
  block[0] = 0;
  // Bits 8–13 are user blocks; 14 and 15 are not (§5.1).
  block[1] = (block[1] ?? 0) & 0xc0;
  block[MC_ALL] = 0;
  return block;
}

/** One block a command. Writing the same bytes twice is the same as once, so a lost answer is asked for again. */
async function writeAll(
  link: CardLink,
  card: SelectedCard,
  blocks: readonly (readonly [number: number, data: Uint8Array])[],
): Promise<Result<void, CardError>> {
  for (const [number, data] of blocks) {
    const packet = write(card.idmBytes, [WRITE_SERVICE], [{ service: 0, block: number }], [data]);
    const answered = await link.askTwice(packet, timeoutMs(card.pmm, 'write', 1), (answer) =>
      parseWrite(answer, card.idmBytes),
    );
    if (!answered.ok) return answered;
    if (answered.value.status !== 'ok') return fail({ kind: 'card-refused', status: answered.value.flags });
  }
  return ok(undefined);
}

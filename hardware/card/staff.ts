import { createHmac } from 'node:crypto';
import { concat, type Hex } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { LiteSBlock, liteSSession, macMatches, readMac, turnHalves } from '../sam/lite-s.ts';
import type { Sam } from '../sam/port.ts';
import { parseWrite, write } from './felica.ts';
import type { CardLink, SelectedCard } from './link.ts';
import { timeoutMs } from './pmm.ts';
import type { CardError } from './port.ts';
import { samError } from './secure.ts';
import { decodeStaff, isStaffIdBlock, type StaffData } from './staff-card.ts';

/** The two services of a Lite-S: 0009 to write, 000B to read (docs/facts/felica.md §5.1). */
export const WRITE_SERVICE = 0x0009;
const READ_SERVICE = 0x000b;

/** The ID block, in the clear. */
export async function readIdBlock(link: CardLink, card: SelectedCard): Promise<Result<Uint8Array, CardError>> {
  const blocks = await readLiteS(link, card, [LiteSBlock.id]);
  return blocks.ok ? ok(blocks.value[0] ?? new Uint8Array(16)) : blocks;
}

/**
 * Internal authentication (§5.3): the card gets a challenge, and answers ID block and S_PAD0 with a MAC that only the
 * key diversified from that very ID can have made.
 */
export async function authenticateStaff(
  link: CardLink,
  sam: Sam,
  random: (bytes: number) => Uint8Array,
  card: SelectedCard,
): Promise<Result<StaffData & { readonly hash: Hex }, CardError>> {
  const idBlock = await readIdBlock(link, card);
  if (!idBlock.ok) return idBlock;
  if (!isStaffIdBlock(idBlock.value)) return fail({ kind: 'not-authentic' });
  const key = await sam.staffCardKey(idBlock.value);
  if (!key.ok) return fail(samError(key.error));
  const challenge = random(16);
  const sent = await sendChallenge(link, card, challenge);
  if (!sent.ok) return sent;
  const answered = await readLiteS(link, card, [LiteSBlock.id, LiteSBlock.pad0, LiteSBlock.mac]);
  if (!answered.ok) return answered;
  const [provenId, pad, mac] = answered.value;
  if (!provenId || !pad || !mac) return fail({ kind: 'not-authentic' });
  const expected = readMac(liteSSession(key.value, challenge), concat(idBlock.value, pad));
  if (!macMatches(mac, expected)) return fail({ kind: 'not-authentic' });
  const staff = decodeStaff(pad);
  return staff
    ? ok({ ...staff, hash: nameOfStaffCard(key.value) })
    : fail({ kind: 'card-data-invalid', detail: 'no staff block of a known layout' });
}

/**
 * What the card is called where its ID must not stand (design §5): the same at every machine, and nobody without the
 * SAM's key for this card can make it, or find the card from it.
 */
export function nameOfStaffCard(cardKey: Uint8Array): Hex {
  return createHmac('sha256', cardKey).update('wester-kiosk: name of a staff card').digest('hex');
}

async function sendChallenge(
  link: CardLink,
  card: SelectedCard,
  challenge: Uint8Array,
): Promise<Result<void, CardError>> {
  const packet = write(card.idmBytes, [WRITE_SERVICE], [{ service: 0, block: LiteSBlock.rc }], [turnHalves(challenge)]);
  // Writing the same challenge twice is the same as writing it once.
  const answered = await link.askTwice(packet, timeoutMs(card.pmm, 'write', 1), (answer) =>
    parseWrite(answer, card.idmBytes),
  );
  if (!answered.ok) return answered;
  return answered.value.status === 'ok' ? ok(undefined) : fail({ kind: 'card-refused', status: answered.value.flags });
}

/** At most 4 blocks at once (§5.1). */
export async function readLiteS(
  link: CardLink,
  card: SelectedCard,
  blocks: readonly number[],
): Promise<Result<readonly Uint8Array[], CardError>> {
  const answered = await link.read(
    card,
    [READ_SERVICE],
    blocks.map((block) => ({ service: 0, block })),
  );
  if (!answered.ok) return answered;
  if (answered.value.status !== 'ok') return fail({ kind: 'card-refused', status: answered.value.flags });
  return ok(answered.value.blocks);
}

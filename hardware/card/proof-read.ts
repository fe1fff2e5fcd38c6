import { fail, ok, type Result } from '../result.ts';
import type { Sam } from '../sam/port.ts';
import type { BlockAddress } from './felica.ts';
import { decodeHistory, HISTORY_BLOCKS, KEYED_AREAS, Service } from './icoca.ts';
import type { CardLink } from './link.ts';
import type { OpenBlocks } from './open-read.ts';
import type { CardError } from './port.ts';
import { authenticate } from './secure.ts';

const SERVICES: readonly number[] = [Service.balanceKeyed, Service.historyKeyed];
const BALANCE: BlockAddress = { service: 0, block: 0 };
/** With the balance 11 blocks at once, then 10: within what cards of the family read (docs/facts/felica.md §3.1). */
const HALF = HISTORY_BLOCKS / 2;

/**
 * Balance and history as the card itself vouches for them: after authentication, by secure Reads. What anybody can read
 * in the clear anybody can show, a telephone with the IDm of a card as well as a line that changes one byte; a transfer
 * is ended by nothing less than this.
 */
export async function readProof(link: CardLink, sam: Sam, idm: string): Promise<Result<OpenBlocks, CardError>> {
  const card = await link.select(idm);
  if (!card.ok) return card;
  const channel = await authenticate(link, sam, card.value, KEYED_AREAS, SERVICES);
  if (!channel.ok) return channel;
  const newer = await channel.value.read([BALANCE, ...records(0)]);
  if (!newer.ok) return newer;
  const older = await channel.value.read(records(HALF));
  if (!older.ok) return older;
  const [balanceBlock, ...newest] = newer.value;
  if (!balanceBlock) return fail({ kind: 'card-data-invalid', detail: 'no balance block' });
  return ok({ balanceBlock, history: decodeHistory([...newest, ...older.value]) });
}

function records(first: number): BlockAddress[] {
  return Array.from({ length: HALF }, (_, index) => ({ service: 1, block: first + index }));
}

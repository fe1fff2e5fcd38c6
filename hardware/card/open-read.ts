import { fail, ok, type Result } from '../result.ts';
import type { BlockAddress } from './felica.ts';
import { decodeHistory, HISTORY_BLOCKS, isUnused, Service } from './icoca.ts';
import type { CardLink, SelectedCard } from './link.ts';
import type { CardError, HistoryRecord } from './port.ts';

/** What a card of the family shows to anyone (docs/facts/felica.md §4.1). */
export interface OpenBlocks {
  /** Block 008B/0 as it stands. */
  readonly balanceBlock: Uint8Array;
  readonly history: readonly HistoryRecord[];
}

const SERVICES: readonly number[] = [Service.balanceOpen, Service.historyOpen];
const BALANCE: BlockAddress = { service: 0, block: 0 };
/**
 * Balance and half of the history in one command, the other half in a second: within the 12 blocks that cards of the
 * family read at once (§3.1). A card that allows fewer says so and is asked for fewer.
 */
const BLOCKS_AT_ONCE = 11;

/** Balance and history. A history that ends early (unused blocks, or fewer than 20) is that long. */
export async function readOpenBlocks(link: CardLink, card: SelectedCard): Promise<Result<OpenBlocks, CardError>> {
  const wanted = [BALANCE, ...Array.from({ length: HISTORY_BLOCKS }, (_, block) => ({ service: 1, block }))];
  const blocks: Uint8Array[] = [];
  let atOnce = BLOCKS_AT_ONCE;
  while (blocks.length < wanted.length) {
    const part = wanted.slice(blocks.length, blocks.length + atOnce);
    const answered = await link.read(card, SERVICES, part);
    if (!answered.ok) return answered;
    if (answered.value.status === 'ok') {
      blocks.push(...answered.value.blocks);
      const last = blocks.at(-1);
      if (blocks.length > 1 && last && isUnused(last)) break;
    } else if (answered.value.status === 'block-count-illegal' && part.length > 1) {
      atOnce = Math.floor(part.length / 2);
    } else if (answered.value.status === 'no-such-block' && part.length > 1) {
      atOnce = 1;
    } else if (answered.value.status === 'no-such-block' && blocks.length > 0) {
      break;
    } else {
      return fail({ kind: 'card-refused', status: answered.value.flags });
    }
  }
  const [balanceBlock, ...history] = blocks;
  if (!balanceBlock) return fail({ kind: 'card-data-invalid', detail: 'no balance block' });
  return ok({ balanceBlock, history: decodeHistory(history) });
}

/** Only the balance block: for telling whose card it is. */
export async function readBalanceBlock(link: CardLink, card: SelectedCard): Promise<Result<Uint8Array, CardError>> {
  const answered = await link.read(card, [Service.balanceOpen], [BALANCE]);
  if (!answered.ok) return answered;
  if (answered.value.status !== 'ok') return fail({ kind: 'card-refused', status: answered.value.flags });
  const [block] = answered.value.blocks;
  return block ? ok(block) : fail({ kind: 'card-data-invalid', detail: 'no balance block' });
}

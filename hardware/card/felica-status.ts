import type { Hex } from '../bytes.ts';
import { unreachable } from '../result.ts';

/** What a card's two status flags say (docs/facts/felica.md §3.4). */
export type CardStatus =
  | 'ok'
  | 'purse-out-of-range'
  | 'cashback-too-large'
  | 'limit-purse-bound'
  | 'memory-error'
  /** A warning: the data was written. */
  | 'rewrite-limit-exceeded'
  | 'service-count-illegal'
  | 'block-count-illegal'
  | 'service-order-illegal'
  | 'service-attribute-wrong'
  | 'access-not-permitted'
  | 'no-such-service'
  | 'access-mode-illegal'
  | 'no-such-block'
  | 'issuance-failed'
  | 'key-change-failed'
  | 'package-mac-wrong'
  | 'parameter-illegal'
  | 'already-exists'
  | 'system-code-illegal'
  | 'too-many-cyclic-writes'
  | 'both-macs-requested'
  | 'authentication-needed'
  | 'mac-or-counter-wrong'
  | 'unlisted';

const STATUS_OF: ReadonlyMap<number, CardStatus> = new Map<number, CardStatus>([
  [0x01, 'purse-out-of-range'],
  [0x02, 'cashback-too-large'],
  [0x03, 'limit-purse-bound'],
  [0x70, 'memory-error'],
  [0x71, 'rewrite-limit-exceeded'],
  [0xa1, 'service-count-illegal'],
  [0xa2, 'block-count-illegal'],
  [0xa3, 'service-order-illegal'],
  [0xa4, 'service-attribute-wrong'],
  [0xa5, 'access-not-permitted'],
  [0xa6, 'no-such-service'],
  [0xa7, 'access-mode-illegal'],
  [0xa8, 'no-such-block'],
  [0xa9, 'issuance-failed'],
  [0xaa, 'key-change-failed'],
  [0xab, 'package-mac-wrong'],
  [0xac, 'parameter-illegal'],
  [0xad, 'already-exists'],
  [0xae, 'system-code-illegal'],
  [0xaf, 'too-many-cyclic-writes'],
  [0xb0, 'both-macs-requested'],
  [0xb1, 'authentication-needed'],
  [0xb2, 'mac-or-counter-wrong'],
]);

/** SF1 only says where; its exact value differs between products and decides nothing but success (§3.4). */
export function statusOf(sf1: number, sf2: number): CardStatus {
  if (sf1 === 0) return 'ok';
  return STATUS_OF.get(sf2) ?? 'unlisted';
}

/** Both flags as they came, `ffa5`. */
export function statusHex(sf1: number, sf2: number): Hex {
  return ((sf1 << 8) | sf2).toString(16).padStart(4, '0');
}

/**
 * What an authentic status says about a write. A memory error, a failed issuance and codes that nobody has listed say
 * nothing certain about what is in the memory now: `unknown`, and reading the card decides (design §3, never guess).
 */
export function writeVerdict(status: CardStatus): 'written' | 'refused' | 'unknown' {
  switch (status) {
    case 'ok':
    case 'rewrite-limit-exceeded':
      return 'written';
    case 'purse-out-of-range':
    case 'cashback-too-large':
    case 'limit-purse-bound':
    case 'service-count-illegal':
    case 'block-count-illegal':
    case 'service-order-illegal':
    case 'service-attribute-wrong':
    case 'access-not-permitted':
    case 'no-such-service':
    case 'access-mode-illegal':
    case 'no-such-block':
    case 'parameter-illegal':
    case 'too-many-cyclic-writes':
    case 'both-macs-requested':
    case 'authentication-needed':
    case 'mac-or-counter-wrong':
      return 'refused';
    case 'memory-error':
    case 'issuance-failed':
    case 'key-change-failed':
    case 'package-mac-wrong':
    case 'already-exists':
    case 'system-code-illegal':
    case 'unlisted':
      return 'unknown';
    default:
      return unreachable(status);
  }
}

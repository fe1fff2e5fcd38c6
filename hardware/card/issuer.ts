import type { Issuer } from './port.ts';

/**
 * Services of system 0003 that only one issuer's cards have, two each. ICOCA: docs/facts/felica.md §4.1. The others:
 * metrodroid's `SuicaUtil.kt`, whose authors checked Hayakaken, ICOCA, nimoca, PASMO and Suica on cards and took
 * Kitaca, manaca, PiTaPa, SUGOCA and TOICA from a document that is gone. For icsca nothing is public.
 */
const ONLY_ON: readonly (readonly [Issuer, readonly [number, number]])[] = [
  ['ICOCA', [0x1a48, 0x9608]],
  ['Suica', [0x1808, 0x18c8]],
  ['PASMO', [0x1cc8, 0x1d08]],
  ['TOICA', [0x1e08, 0x1e48]],
  ['manaca', [0x9888, 0x9908]],
  ['Kitaca', [0x2088, 0x20c8]],
  ['SUGOCA', [0x21c8, 0x2208]],
  ['nimoca', [0x1fc8, 0x2008]],
  ['hayakaken', [0x2448, 0x2488]],
  ['PiTaPa', [0x1b88, 0x9748]],
];

/** What to ask in Request Service to tell the issuers apart; 20 codes, 32 are allowed. */
export const ISSUER_PROBES: readonly number[] = ONLY_ON.flatMap(([, codes]) => codes);

/** High nibble of byte 8 of 008B on an ICOCA (§4.2). */
const ICOCA_NIBBLE = 3;

/**
 * Whose card it is, or null where that cannot be told: no issuer's services or those of several, or an ICOCA whose
 * two marks (services and nibble) contradict each other.
 * @param present answers to ISSUER_PROBES, in their order
 * @param cardNibble from 008B; null where it could not be read
 */
export function issuerOf(present: readonly boolean[], cardNibble: number | null): Issuer | null {
  const found = ONLY_ON.filter(([, codes], index) => codes.every((_, offset) => present[index * 2 + offset] === true));
  const touched = ONLY_ON.filter(([, codes], index) => codes.some((_, offset) => present[index * 2 + offset] === true));
  const [first] = found;
  if (!first || touched.length !== 1) return null;
  const [issuer] = first;
  const isMarkedIcoca = cardNibble === ICOCA_NIBBLE;
  return cardNibble !== null && (issuer === 'ICOCA') !== isMarkedIcoca ? null : issuer;
}

/** The same behind a reader that cannot ask for services: an ICOCA by its nibble, any other card unnamed. */
export function issuerByMark(cardNibble: number | null): Issuer | null {
  return cardNibble === ICOCA_NIBBLE ? 'ICOCA' : null;
}

/** The services that a simulated card of this issuer has beside the common ones; none for icsca. */
export function servicesOnlyOn(issuer: Issuer): readonly number[] {
  return ONLY_ON.find(([name]) => name === issuer)?.[1] ?? [];
}

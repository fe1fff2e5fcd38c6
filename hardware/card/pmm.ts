import { fromHex, type Hex } from '../bytes.ts';

/** 256 × 16 / 13.56 MHz in ms: the unit of FeliCa's response times (docs/facts/felica.md §3.5). */
const UNIT_MS = (256 * 16) / 13_560;
/** No command is given less than this (nfcpy's floor, §3.5). */
const FLOOR_MS = 2;

/** Which of the six timing bytes D2–D7 of the PMm counts for a command. */
export type TimedCommand = 'service' | 'fixed' | 'response' | 'authentication' | 'read' | 'write' | 'other';

const BYTE_OF: { readonly [command in TimedCommand]: number } = {
  service: 2,
  fixed: 3,
  response: 3,
  authentication: 4,
  read: 5,
  write: 6,
  other: 7,
};

/**
 * The longest time in ms that a card with this PMm (8 bytes) may take for a command on `count` blocks or services:
 * T · [(B+1)·n + (A+1)] · 4^E. `fixed` commands (Search Service Code, Request System Code) have no n; Request Response
 * counts as one. Source: docs/facts/felica.md §3.5.
 */
export function cardTimeMs(pmm: Hex, command: TimedCommand, count = 1): number {
  const byte = fromHex(pmm)[BYTE_OF[command]] ?? 0xff;
  const a = byte & 7;
  const b = (byte >> 3) & 7;
  const e = byte >> 6;
  const units = command === 'fixed' ? a + 1 : (b + 1) * count + (a + 1);
  return UNIT_MS * units * 4 ** e;
}

/** What a host waits for the same: never below the floor. */
export function timeoutMs(pmm: Hex, command: TimedCommand, count = 1): number {
  return Math.max(FLOOR_MS, cardTimeMs(pmm, command, count));
}

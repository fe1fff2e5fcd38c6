import type { Result } from '../result.ts';
import type { ChipLink, LinkFailure } from './link.ts';
import type { Detection, FieldBefore } from './port.ts';

/** The chip did its part; the card, or the air between them, did not. */
export interface AirFailure {
  readonly kind: 'air';
  readonly detail: string;
}

/** What one kind of reader is told to do; made anew for every opened line, so it may remember the chip's settings. */
export interface Dialect {
  /** Wakes the chip and sets it up as after power-on, whatever it did before. Gives model and firmware. */
  initialise(link: ChipLink): Promise<Result<string, LinkFailure>>;
  /** Proves that the chip answers, and that nothing older than `nonce` is still on the line. */
  resynchronise(link: ChipLink, nonce: number): Promise<Result<void, LinkFailure>>;
  /** Polling, behind field off and field on where `afresh`: transit cards first, then any FeliCa, then other technologies where it can. */
  detect(link: ChipLink, field: FieldBefore): Promise<Result<Detection, LinkFailure>>;
  /** One packet to the card that `detect` selected, sent once. `timeoutMs`: the card's own time. */
  exchange(
    link: ChipLink,
    packet: Uint8Array,
    timeoutMs: number,
  ): Promise<Result<Uint8Array, LinkFailure | AirFailure>>;
  fieldOff(link: ChipLink): Promise<Result<void, LinkFailure>>;
}

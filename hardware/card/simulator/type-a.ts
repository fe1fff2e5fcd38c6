import { concat, fromHex, type Hex } from '../../bytes.ts';
import type { FieldAnswer, FieldCard } from '../../reader/field.ts';

/** A card that is not FeliCa (ISO 14443 A): it hears no FeliCa packet and has nothing to say to one. */
export class TypeACard implements FieldCard {
  readonly technology = 'type-a';
  readonly targetData: Uint8Array;

  /** `uid`: 4 bytes; SENS_RES and SEL_RES of vector V12 (docs/facts/felica.md §1.4). */
  constructor(uid: Hex) {
    const id = fromHex(uid);
    this.targetData = concat(fromHex('000408'), Uint8Array.of(id.length), id);
  }

  handle(_packet: Uint8Array): FieldAnswer | null {
    return null;
  }

  fieldOff(): void {}
}

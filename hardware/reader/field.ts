/**
 * The seam between the simulated reader and the simulated cards: what a card does with a packet is the card's affair
 * (hardware/card), when and whether it hears it is the field's (hardware/reader/simulator.ts).
 */
export interface FieldCard {
  readonly technology: 'felica' | 'type-a';
  /**
   * One whole FeliCa packet in, with its length byte; one whole packet out, or null for silence. Polling comes this way
   * like everything else. Called synchronously: when it returns, the card has done what it was asked.
   * `ms`: how long the card takes over it on its own PMm model (docs/facts/felica.md §3.5).
   */
  handle(packet: Uint8Array): FieldAnswer | null;
  /** The field was lost: sessions are gone, the card is in mode 0 again. */
  fieldOff(): void;
  /**
   * Type A only: SENS_RES (2), SEL_RES (1), NFCID length (1), NFCID, as InListPassiveTarget reports them after the
   * target's number (docs/facts/felica.md §1.3, vector V12).
   */
  readonly targetData?: Uint8Array;
}

export interface FieldAnswer {
  readonly answer: Uint8Array;
  readonly ms: number;
}

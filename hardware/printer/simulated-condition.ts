/** The state of the simulated printer's body, and the bytes that say so (docs/facts/printing.md §4.2). */
export interface PrinterCondition {
  powered: boolean;
  coverOpen: boolean;
  openedWhilePrinting: boolean;
  paperEnd: boolean;
  paperNearEnd: boolean;
  cutterError: boolean;
  /** Something still blocks the cutter: until it is taken out, recovering is useless. */
  jammed: boolean;
  headHot: boolean;
  /** Only a repair mends it. */
  broken: boolean;
  feedButton: boolean;
}

export function sound(): PrinterCondition {
  return {
    powered: true,
    coverOpen: false,
    openedWhilePrinting: false,
    paperEnd: false,
    paperNearEnd: false,
    cutterError: false,
    jammed: false,
    headHot: false,
    broken: false,
    feedButton: false,
  };
}

export function isOffline(condition: Readonly<PrinterCondition>): boolean {
  const { coverOpen, paperEnd, cutterError, headHot, broken, feedButton } = condition;
  return coverOpen || paperEnd || cutterError || headHot || broken || feedButton;
}

/** Head too hot, or the cover was opened in the middle of a line. */
function autoRecoverable(condition: Readonly<PrinterCondition>): boolean {
  return condition.headHot || condition.openedWhilePrinting;
}

function hasError(condition: Readonly<PrinterCondition>): boolean {
  return condition.cutterError || condition.broken || autoRecoverable(condition);
}

const bit = (on: boolean, value: number): number => (on ? value : 0);

/** Answers to DLE EOT 1–4. Every one has bits 1 and 4 set (12). The near-end sensor is on too where the paper has ended. */
export function answers(condition: Readonly<PrinterCondition>): Record<1 | 2 | 3 | 4, number> {
  const { coverOpen, paperEnd, paperNearEnd, cutterError, broken, feedButton } = condition;
  return {
    1: 0x12 | bit(isOffline(condition), 0x08),
    2: 0x12 | bit(coverOpen, 0x04) | bit(feedButton, 0x08) | bit(paperEnd, 0x20) | bit(hasError(condition), 0x40),
    3: 0x12 | bit(cutterError, 0x08) | bit(broken, 0x20) | bit(autoRecoverable(condition), 0x40),
    4: 0x12 | bit(paperEnd || paperNearEnd, 0x0c) | bit(paperEnd, 0x60),
  };
}

export function automaticBytes(condition: Readonly<PrinterCondition>): readonly number[] {
  const { coverOpen, paperEnd, paperNearEnd, cutterError, broken, feedButton } = condition;
  return [
    0x10 | bit(isOffline(condition), 0x08) | bit(coverOpen, 0x20) | bit(feedButton, 0x40),
    bit(cutterError, 0x08) | bit(broken, 0x20) | bit(autoRecoverable(condition), 0x40),
    bit(paperEnd || paperNearEnd, 0x03) | bit(paperEnd, 0x0c),
    0x0f,
  ];
}

/** Which items of GS a have changed between two states: 02 online, 04 error, 08 paper, 40 button. */
export function automaticMask(before: readonly number[], now: readonly number[]): number {
  const changed = (index: number, mask: number): boolean => (((before[index] ?? 0) ^ (now[index] ?? 0)) & mask) !== 0;
  return (
    bit(changed(0, 0x28), 0x02) |
    bit(changed(1, 0xff), 0x04) |
    bit(changed(2, 0xff), 0x08) |
    bit(changed(0, 0x40), 0x40)
  );
}

/** GS ( H fn 49: causes of being offline as bytes 40–7F; one byte names the cause (UNCONFIRMED which: §2.4 gives the range). */
export function offlineCauses(condition: Readonly<PrinterCondition>): number[] {
  return [
    0x40 |
      bit(condition.coverOpen, 0x01) |
      bit(condition.paperEnd, 0x02) |
      bit(autoRecoverable(condition), 0x04) |
      bit(condition.cutterError, 0x08) |
      bit(condition.broken, 0x10),
  ];
}

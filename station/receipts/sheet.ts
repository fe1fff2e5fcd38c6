import { columnsOf, escapeMarkup, toPrintable } from '../../hardware/printer/text.ts';
import { breakLines } from './kinsoku.ts';

/**
 * A receipt being written: lines of receiptline markup for paper of a known width. Every text that goes in is data:
 * it is escaped here and broken here, by measure, since receiptline breaks wherever the width ends.
 */
export class Sheet {
  readonly columns: number;
  readonly #lines: string[] = [];
  #valueWidth = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  /** Twice as wide and high, centred. */
  title(text: string): void {
    this.#wide();
    for (const line of breakLines(text, Math.floor(this.columns / 2))) this.#lines.push(`^^^${escapeMarkup(line)}`);
  }

  /** White on black, centred: what must not be overlooked. */
  stamp(text: string): void {
    this.#wide();
    for (const line of breakLines(text, Math.floor(this.columns / 2) - 2)) {
      this.#lines.push(`\`^^^~${escapeMarkup(line)}~\``);
    }
  }

  centred(text: string): void {
    this.#wide();
    for (const line of breakLines(text, this.columns)) this.#lines.push(escapeMarkup(line));
  }

  text(text: string, indent = 0): void {
    this.#wide();
    for (const line of breakLines(text, this.columns - indent)) {
      this.#lines.push(`|${'~'.repeat(indent)}${escapeMarkup(line)} |`);
    }
  }

  /** A label on the left and its value on the right: on one line where both fit, else the value below. */
  pair(label: string, value: string, emphasis = '', indent = 0): void {
    if (value === '') {
      this.text(label, indent);
      return;
    }
    const valueWidth = columnsOf(toPrintable(value)) * (emphasis.includes('^') ? 2 : 1);
    const room = this.columns - valueWidth - 1;
    if (room < columnsOf(toPrintable(label)) + indent) {
      this.text(label, indent);
      this.#wide();
      for (const line of breakLines(value, this.columns)) this.#lines.push(`| ${escapeMarkup(line)}|`);
      return;
    }
    if (this.#valueWidth !== valueWidth) this.#lines.push(`{width:*,${valueWidth}}`);
    this.#valueWidth = valueWidth;
    this.#lines.push(`|${'~'.repeat(indent)}${escapeMarkup(label)} | ${emphasis}${escapeMarkup(value)}${emphasis}|`);
  }

  rule(): void {
    this.#wide();
    this.#lines.push('-');
  }

  gap(): void {
    this.#wide();
    this.#lines.push('');
  }

  /** A QR code of ASCII, centred. */
  code(data: string): void {
    this.#wide();
    this.#lines.push('{option:qrcode,5,m}', `{code:${data.replace(/[\\{}|;]/g, '')}}`);
  }

  markup(): string {
    return this.#lines.join('\n');
  }

  #wide(): void {
    if (this.#valueWidth !== 0) this.#lines.push('{width:auto}');
    this.#valueWidth = 0;
  }
}

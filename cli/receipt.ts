/**
 * `npm run receipt -- SAMPLE --format escpos|svg|text --out FILE [--width 58|80] [--language ja|en] [--reprint]`
 *
 * `svg` and `text` are made from the ESC/POS bytes by the simulated printer, not from the document: what they show is
 * what would be on paper (docs/facts/printing.md §1.4).
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { printOf } from '../hardware/printer/paper.ts';
import { bytesOf } from '../hardware/printer/paper-of.ts';
import { columnsOn, type Unprintable } from '../hardware/printer/text.ts';
import { type Result, unreachable } from '../hardware/result.ts';
import { markupOf } from '../station/receipts/markup.ts';
import type { ReceiptKind } from '../station/receipts/receipt.ts';
import { SAMPLE_NUMBER, sampleImprint, samples } from '../station/receipts/samples.ts';

const names = Object.keys(samples).join(', ');
const USAGE = `usage: npm run receipt -- SAMPLE --format escpos|svg|text --out FILE [--width 58|80] [--language ja|en] [--reprint]
SAMPLE is one of ${names}`;

interface Command {
  readonly sample: ReceiptKind;
  readonly format: 'escpos' | 'svg' | 'text';
  readonly out: string;
  readonly widthMm: 58 | 80;
  readonly language: 'ja' | 'en';
  readonly reprint: boolean;
}

/** Null: wrong usage. */
function commandOf(args: readonly string[]): Command | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        out: { type: 'string' },
        width: { type: 'string', default: '80' },
        language: { type: 'string', default: 'ja' },
        reprint: { type: 'boolean', default: false },
      },
    });
    const [sample = '', ...others] = positionals;
    const { format, out, width, language, reprint } = values;
    if (others.length > 0 || !isSample(sample) || !out) return null;
    if (format !== 'escpos' && format !== 'svg' && format !== 'text') return null;
    if ((width !== '58' && width !== '80') || (language !== 'ja' && language !== 'en')) return null;
    return { sample, format, out, widthMm: width === '58' ? 58 : 80, language, reprint };
  } catch {
    return null;
  }
}

function isSample(name: string): name is ReceiptKind {
  return Object.hasOwn(samples, name);
}

function receiptBytes(command: Command): Result<Uint8Array, Unprintable> {
  const layout = { language: command.language, columns: columnsOn(command.widthMm) };
  const imprint = { ...sampleImprint, original: !command.reprint };
  const markup = markupOf(samples[command.sample], imprint, layout);
  return bytesOf({ number: SAMPLE_NUMBER, markup }, command.widthMm);
}

function contentOf(command: Command, bytes: Uint8Array): Uint8Array | string {
  switch (command.format) {
    case 'escpos':
      return bytes;
    case 'svg':
      return printOf(bytes, command.widthMm)
        .map((piece) => `${piece.svg}\n`)
        .join('');
    case 'text':
      return printOf(bytes, command.widthMm)
        .map((piece) => `${piece.text}\n`)
        .join('');
    default:
      return unreachable(command.format);
  }
}

function stop(line: string, status: 1 | 2): never {
  process.stderr.write(`${line}\n`);
  process.exit(status);
}

const command = commandOf(process.argv.slice(2)) ?? stop(USAGE, 2);
const bytes = receiptBytes(command);
if (!bytes.ok) stop(`${command.sample} cannot be printed: ${bytes.error.detail}`, 1);
try {
  writeFileSync(command.out, contentOf(command, bytes.value));
} catch (error) {
  stop(`${command.out} cannot be written: ${error instanceof Error ? error.message : String(error)}`, 1);
}

import { concat } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { frame } from './job.ts';
import { layOut } from './layout.ts';
import { type Piece, printOf } from './paper.ts';
import type { PrintDocument } from './port.ts';
import type { Unprintable } from './text.ts';

/** The bytes that the driver sends for this document to a printer with process ids, from the first to the last. */
export function bytesOf(document: PrintDocument, widthMm: 58 | 80): Result<Uint8Array, Unprintable> {
  const body = layOut(document.markup, widthMm);
  if (!body.ok) return body;
  const job = frame(document.number, body.value, 'process-id', false);
  return job.ok ? ok(concat(...job.value.chunks.map((chunk) => chunk.bytes))) : job;
}

/** The piece of paper that a printer in order makes of those bytes: what would be held in the hand, before it is printed. */
export function paperOf(document: PrintDocument, widthMm: 58 | 80): Result<Piece, Unprintable> {
  const bytes = bytesOf(document, widthMm);
  if (!bytes.ok) return bytes;
  const [piece] = printOf(bytes.value, widthMm);
  return piece ? ok(piece) : fail({ kind: 'unprintable', detail: 'an empty document' });
}

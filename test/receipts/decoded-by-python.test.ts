/**
 * Every sample's bytes read by a decoder that is not ours: CPython's cp932, on the text runs that a small tokeniser in
 * Python finds. iconv-lite, which encoded them, and CPython have different tables (docs/facts/printing.md §3).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printOf } from '../../hardware/printer/paper.ts';
import { bytesOf } from '../../hardware/printer/paper-of.ts';
import { columnsOn } from '../../hardware/printer/text.ts';
import { markupOf } from '../../station/receipts/markup.ts';
import { sampleImprint, samples } from '../../station/receipts/samples.ts';

/** Knows the lengths of exactly the commands that we send (hardware/printer/commands.ts), and nothing of our code. */
const DECODER = `
import json, sys
fixed = {b'\\x1b@': 2, b'\\x1ba': 3, b'\\x1bE': 3, b'\\x1bR': 3, b'\\x1bt': 3, b'\\x1b$': 4,
         b'\\x1cC': 3, b'\\x1d!': 3, b'\\x1dB': 3, b'\\x1da': 3, b'\\x1dV': 4, b'\\x1dr': 3}
def runs(data):
    at, run, out = 0, bytearray(), []
    def end():
        if run: out.append(bytes(run).decode('cp932', 'strict')); run.clear()
    while at < len(data):
        if data[at] >= 0x20:
            run.append(data[at]); at += 1
            continue
        end()
        if data[at] == 0x0a: at += 1; continue
        head = data[at:at + 2]
        if head == b'\\x1d(': at += 5 + data[at + 3] + 256 * data[at + 4]
        elif head in fixed: at += fixed[head]
        else: raise SystemExit(f'unknown command {data[at:at + 4].hex()} at {at}')
    end()
    return out
print(json.dumps({name: runs(open(name, 'rb').read()) for name in sys.argv[1:]}))
`;

const cases = Object.values(samples).flatMap((receipt) =>
  ([58, 80] as const).flatMap((widthMm) => (['ja', 'en'] as const).map((language) => ({ receipt, widthMm, language }))),
);
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) {
  console.warn('NOT RUN: python3 is not on this machine, so no independent program has decoded the receipts');
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'receipts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(!hasPython)('CPython reads from every sample the text that is meant', () => {
  const meant = new Map<string, string>();
  for (const { receipt, widthMm, language } of cases) {
    const markup = markupOf(receipt, sampleImprint, { language, columns: columnsOn(widthMm) });
    const made = bytesOf({ number: 1, markup }, widthMm);
    if (!made.ok) throw new Error(made.error.detail);
    const bytes = made.value;
    const file = join(folder, `${receipt.kind}-${widthMm}-${language}`);
    writeFileSync(file, bytes);
    const text = printOf(bytes, widthMm).map((piece) => piece.text);
    meant.set(
      file,
      text
        .join('')
        .replace(/\[QR .*\]/, '')
        .replace(/\s/g, ''),
    );
  }
  writeFileSync(join(folder, 'decode.py'), DECODER);
  const run = spawnSync('python3', [join(folder, 'decode.py'), ...meant.keys()], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  const decoded = JSON.parse(run.stdout) as Record<string, string[]>;
  for (const [file, text] of meant) {
    expect(decoded[file]?.join('').replace(/\s/g, ''), file).toBe(text);
    expect(readFileSync(file).length).toBeGreaterThan(100);
  }
});

import { describe, expect, test } from 'vitest';
import type { ReceiptPreview } from '../../station/contract/index.ts';
import { flowBench } from './bench.ts';

/** What stands on the picture, without its blanks. */
function textOf(preview: ReceiptPreview | null): string {
  return (preview?.texts ?? [])
    .map(({ text }) => text)
    .join('')
    .replace(/\s/g, '');
}

describe('the receipt is shown before it is asked for', () => {
  test('a charge: what is shown is what then comes out', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ balanceYen: 1_200, points: 5_008 });
    bench.lay(card);
    await bench.see('inquiry');
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    await bench.see('choose-amount');
    await bench.touch({ type: 'choose-amount', points: 5_000 });
    await bench.touch({ type: 'confirm' });
    const shown = textOf((await bench.see('charged')).receiptPreview);
    expect(shown).toContain('チャージ後残高6,200円');
    expect(shown).toContain(`****${card.cardNumber.slice(-4)}`);
    await bench.touch({ type: 'receipt', wanted: true });
    await bench.see('goodbye');
    expect(bench.printer.paper.at(-1)?.text.replace(/\s/g, '')).toBe(shown);
  });

  test('a registration, and in the language that is chosen while it is shown', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.addCard({ registered: false, points: 0 }));
    await bench.see('terms');
    await bench.touch({ type: 'agree-to-terms' });
    const japanese = await bench.see('registered');
    await bench.touch({ type: 'set-language', language: 'en' });
    const english = await bench.see('registered');
    expect(textOf(japanese.receiptPreview)).not.toContain('Registrationslip');
    expect(textOf(english.receiptPreview)).toContain('Registrationslip');
    expect(english.receiptPreview?.code).not.toEqual(japanese.receiptPreview?.code);
  });

  test('without paper it can still be taken along as a code', async () => {
    const bench = await flowBench();
    bench.printer.removePaper();
    await bench.wait(5_000);
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.addCard({ registered: false, points: 0 }));
    await bench.see('terms');
    await bench.touch({ type: 'agree-to-terms' });
    const { receipts, receiptPreview } = await bench.see('registered');
    expect(receipts).toBe('paper-out');
    expect(receiptPreview?.code.rows.length).toBe(receiptPreview?.code.size);
  });

  test('nothing of the card but four digits, and nothing after the session has ended', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ registered: false, points: 0 });
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(card);
    await bench.see('terms');
    await bench.touch({ type: 'agree-to-terms' });
    await bench.see('registered');
    expect(JSON.stringify(bench.screen)).not.toContain(card.cardNumber);
    bench.lift();
    await bench.see('home', 120_000);
    expect(JSON.stringify(bench.screen)).not.toContain(card.cardNumber.slice(-4));
  });
});

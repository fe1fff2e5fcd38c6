import { describe, expect, test } from 'vitest';
import { printerBench } from './testing.ts';

describe('a printer in order', () => {
  test('prints what the markup says, cuts it, and says so only then', async () => {
    const { clock, printer, simulator } = await printerBench();
    expect(printer.status).toBe('ready');
    let result: unknown = null;
    void printer.print({ number: 1, markup: '^^^領収書\n|合計 | ￥5,000|' }).then((value) => {
      result = value;
    });
    await clock.advance(200);
    expect(result).toBeNull();
    await clock.advance(1_000);
    expect(result).toEqual({ ok: true, value: 'printed' });
    expect(simulator.paper.map((piece) => piece.text)).toEqual([
      `${' '.repeat(18)}領収書\n合計${' '.repeat(37)}￥5,000`,
    ]);
    expect(simulator.breaches).toEqual([]);
    await printer.stop();
  });
});

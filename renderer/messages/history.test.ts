import { describe, expect, test } from 'vitest';
import { processName, terminalName } from './history.ts';
import { messages } from './index.ts';

describe('codes of a card that no source names', () => {
  test('a known process with bit 7 set was partly paid in cash', () => {
    expect(processName(messages.ja.history, 0x80 | 0x49)).toBe('店頭チャージ（現金併用）');
    expect(processName(messages.en.history, 0x80 | 0x49)).toBe('Charge at shop (part cash)');
  });

  test('a code with a name of its own keeps it, bit 7 or not', () => {
    expect(processName(messages.ja.history, 0xc6)).toBe('お買い物（現金併用）');
    expect(processName(messages.ja.history, 0x84)).toBe('精算（他社）');
  });

  test('every byte has some name', () => {
    for (let code = 0; code <= 0xff; code += 1) {
      for (const { history } of Object.values(messages)) {
        expect(processName(history, code)).not.toBe('');
        expect(terminalName(history, code)).not.toBe('');
      }
    }
    expect(processName(messages.ja.history, 0x7e)).toBe('その他');
    expect(terminalName(messages.en.history, 0x00)).toBe('Other');
  });
});

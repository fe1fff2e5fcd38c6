import { describe, expect, test } from 'vitest';
import { Language } from '../../station/contract/index.ts';
import { en } from './en.ts';
import { processName, terminalName } from './history.ts';
import { loadMessages } from './index.ts';
import { ja } from './ja.ts';

describe('codes of a card that no source names', () => {
  test('a known process with bit 7 set was partly paid in cash', () => {
    expect(processName(ja.history, 0x80 | 0x49)).toBe('店頭チャージ（現金併用）');
    expect(processName(en.history, 0x80 | 0x49)).toBe('Added at shop (part cash)');
  });

  test('a code with a name of its own keeps it, bit 7 or not', () => {
    expect(processName(ja.history, 0xc6)).toBe('お買い物（現金併用）');
    expect(processName(ja.history, 0x84)).toBe('精算（他社）');
  });

  test.each(Language.options)('every byte has some name (%s)', async (language) => {
    const { history } = await loadMessages(language);
    for (let code = 0; code <= 0xff; code += 1) {
      expect(processName(history, code)).not.toBe('');
      expect(terminalName(history, code)).not.toBe('');
    }
  });

  test('a byte that means nothing is something else', () => {
    expect(processName(ja.history, 0x7e)).toBe('その他');
    expect(terminalName(en.history, 0x00)).toBe('Other');
  });
});

import { describe, expect, test } from 'vitest';
import { stationName, stationsOf } from './stations.ts';

describe('station names', () => {
  test('line 01 in region 0, and nothing else', () => {
    expect(stationName(0, '01e8')).toEqual({ ja: '大阪', en: 'Osaka' });
    expect(stationName(1, '01e8')).toBeNull();
    expect(stationName(0, '02e8')).toBeNull();
    // Shinagawa: real, not JR-West's, not in the table.
    expect(stationName(0, '0107')).toBeNull();
    expect(stationName(0, '01constructor')).toBeNull();
  });
  test('entry and exit have their own region bits', () => {
    expect(stationsOf({ region: 0x10, entry: '01cc', exit: '01e8' })).toEqual({
      entry: { ja: '京都', en: 'Kyoto' },
      exit: null,
    });
    expect(stationsOf({ region: 0x40, entry: '01cc', exit: '01e8' })).toEqual({
      entry: null,
      exit: { ja: '大阪', en: 'Osaka' },
    });
    expect(stationsOf({ region: 0, entry: null, exit: null })).toEqual({ entry: null, exit: null });
  });
});

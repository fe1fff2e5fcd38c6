import { describe, expect, test } from 'vitest';
import { campaignOn, earliestApplicationOn, hasEnded, pointNameOn, registrationFor } from './today.ts';

const ICOCA = 'ICOCAポイント';
const WESTER = 'WESTERポイント（チャージ専用）';

describe('the name of the day (R14, R15, A19, A21)', () => {
  test.each([
    ['2023-03-06', ICOCA],
    ['2023-03-07', WESTER],
    ['2023-03-01', ICOCA],
    ['2018-08-20', ICOCA],
    ['2024-01-01', WESTER],
  ])('%s: %s', (day, name) => expect(pointNameOn(day).name).toBe(name));

  test('before the notice nobody knows the later name', () => {
    expect(pointNameOn('2023-03-18', { knownOn: '2023-02-21' }).name).toBe(ICOCA);
    expect(pointNameOn('2023-03-18', { knownOn: '2023-02-22' }).name).toBe(WESTER);
  });

  test('R16, A20: a posting of February keeps its name, the balance takes the one of today', () => {
    expect(pointNameOn('2023-02-18', { knownOn: '2023-04-10' }).name).toBe(ICOCA);
    expect(campaignOn('2023-04-10').pointName.name).toBe(WESTER);
  });

  test.each(['2023-03-06', '2023-03-07'])('what the names mean is there in six languages (%s)', (day) => {
    const { pointName, serviceName } = campaignOn(day);
    for (const { gloss } of [pointName, serviceName]) {
      expect(Object.keys(gloss)).toEqual(['ja', 'easy-ja', 'en', 'zh-Hans', 'zh-Hant', 'ko']);
    }
  });
});

describe('the campaign as known on a day (R1, R2, A39)', () => {
  test.each([
    ['2022-12-01', '2023-02-28', null],
    ['2023-02-21', '2023-02-28', null],
    ['2023-02-22', '2023-05-31', '2023-02-28'],
    ['2023-04-10', '2023-05-31', '2023-02-28'],
    ['2023-10-01', '2023-05-31', '2023-02-28'],
  ])('on %s it ends on %s, before that %s', (day, endsOn, previousEndsOn) => {
    expect(campaignOn(day)).toMatchObject({ startsOn: '2022-01-01', endsOn, previousEndsOn });
  });

  test('R14: the rename is known from the notice on', () => {
    expect(campaignOn('2023-02-21').rename).toBeNull();
    expect(campaignOn('2023-02-22').rename).toMatchObject({
      from: { name: ICOCA },
      to: { name: WESTER },
      on: '2023-03-07',
    });
  });

  test('R19, A22: service and terms change with the name', () => {
    expect(campaignOn('2023-03-06')).toMatchObject({
      serviceName: { name: 'ICOCAポイントサービス' },
      termsVersion: ICOCA,
    });
    expect(campaignOn('2023-03-07')).toMatchObject({
      serviceName: { name: 'WESTERポイント（チャージ専用）サービス' },
      termsVersion: WESTER,
    });
  });

  test('R18, A23: registered on the last day of February, applied for on the first of March', () => {
    expect(campaignOn('2023-02-28').earliestApplicationOn).toBe('2023-03-01');
  });

  test.each([
    ['2023-02-21', '2023-02-22'],
    ['2023-05-30', '2023-05-31'],
    ['2023-05-31', null],
    ['2023-06-15', null],
  ])('registered on %s: the first day to apply is %s, none past the end (R1, R18)', (day, earliest) => {
    expect(campaignOn(day).earliestApplicationOn).toBe(earliest);
  });

  test.each([
    ['2023-05-31', '2023-05-31'],
    ['2023-06-01', null],
  ])('registered long ago: on %s the first day to apply is %s', (today, earliest) => {
    expect(earliestApplicationOn('2023-01-09', campaignOn(today))).toBe(earliest);
  });

  test('the last day is a day of the campaign, as known then: 28 February was none after the extension', () => {
    const ended = ['2023-02-28', '2023-03-01', '2023-05-31', '2023-06-01'].map((day) => hasEnded(campaignOn(day)));
    expect(ended).toEqual([false, false, false, true]);
  });
});

describe('who registers', () => {
  test.each([
    ['R20: SMART ICOCA never', 'smart-icoca', '2023-04-10', 'not-needed'],
    ['R22, A26: Mobile ICOCA has not started', 'mobile-icoca', '2023-03-21', 'not-started'],
    ['R23: Mobile ICOCA never', 'mobile-icoca', '2023-03-22', 'not-needed'],
    ['A40: a child card like any other', 'child-icoca', '2023-04-10', 'needed'],
    ['A41: a pass without stored fare cannot', 'pass-without-sf', '2023-04-10', 'impossible'],
    ['R21: an ICOCA at the machine', 'icoca', '2023-04-10', 'needed'],
  ] as const)('%s', (_name, kind, on, decision) => expect(registrationFor(kind, on)).toBe(decision));
});

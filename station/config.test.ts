import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConfig, parseConfig } from './config.ts';
import { lineOfField } from './json-place.ts';

const good = {
  station: { id: 'OSAKA-1', name: '大阪' },
  profile: 'navy',
  mode: 'rig',
  reader: { kind: 'pn532', line: '/dev/ttyUSB0' },
  printer: { line: 'tcp:10.0.0.9:9100', widthMm: 80, proof: 'process-id' },
  sam: 'rig',
  center: { url: 'http://127.0.0.1:7070' },
  data: '/var/lib/wester-kiosk',
};
const text = (config: unknown) => JSON.stringify(config, null, 2);

describe('a configuration', () => {
  test('that is right', () => {
    expect(parseConfig(text(good))).toMatchObject({ ok: true, value: { station: { code: '0107' }, profile: 'navy' } });
  });

  test.each([
    ['http: on this machine', 'service', { url: 'http://127.0.0.1:7070' }],
    ['http: on this machine by IPv6', 'service', { url: 'http://[::1]:7070' }],
    ['http: to another machine of a test bench', 'rig', { url: 'http://10.0.0.7:7070' }],
    ['https: with certificates', 'service', { url: 'https://c.example', tls: { key: 'k', certificate: 'c', ca: 'a' } }],
  ])('with %s', (_, mode, center) => {
    expect(parseConfig(text({ ...good, mode, sam: 'none', center }))).toMatchObject({ ok: true });
  });

  test('with the HID devices', () => {
    const hid = { reader: { kind: 'neo2', line: 'hid:0acd:3530' }, tower: { line: 'hid:191a:8003' }, sam: 'none' };
    expect(parseConfig(text({ ...good, ...hid }))).toMatchObject({ ok: true, value: hid });
  });

  const neo2 = { ...good, reader: { kind: 'neo2', line: 'hid:0acd:3530' } };
  test.each([
    [
      'a NEO 2 on a serial line',
      { ...neo2, reader: { kind: 'neo2', line: '/dev/ttyUSB0' } },
      /^line 10: reader\.line: /,
    ],
    ['a PN532 on HID', { ...good, reader: { kind: 'pn532', line: 'hid:0acd:3530' } }, /^line 10: reader\.line: /],
    ['keys behind a NEO 2', neo2, /^line 17: sam: a neo2 does not carry/],
    [
      'a tower on a serial line',
      { ...good, mode: 'service', sam: 'none', tower: { line: '/dev/ttyS0' } },
      /: tower\.line: a signal tower is at hid:/,
    ],
    ['an unknown profile', { ...good, profile: 'green' }, /^line 6: profile: /],
    ['a reader that does not exist', { ...good, reader: { kind: 'pn999', line: '/dev/x' } }, /^line 9: reader\.kind: /],
    [
      'a line that is none',
      { ...good, printer: { ...good.printer, line: 'COM3' } },
      /^line 13: printer\.line: .*serial:/,
    ],
    [
      'a width that no roll has',
      { ...good, printer: { ...good.printer, widthMm: 70 } },
      /^line 14: printer\.widthMm: /,
    ],
    ['a missing field: the object around it', { ...good, center: {} }, /^line 18: center\.url: /],
    ['a field that nobody knows', { ...good, colour: 'navy' }, /^line 1: the whole file: .*colour/],
    ['a center that is no address', { ...good, center: { url: 'center' } }, /^line 19: center\.url: /],
    [
      'https: without certificates',
      { ...good, center: { url: 'https://center.example' } },
      /^line 18: center\.tls: an https: center needs key, certificate and ca/,
    ],
    [
      'http: to another machine, where no test bench is',
      { ...good, mode: 'service', sam: 'none', center: { url: 'http://center.example' } },
      /^line 19: center\.url: another machine is reached by https: only/,
    ],
    ["the rig's keys outside rig mode", { ...good, mode: 'service' }, /^line 17: sam: the rig's keys are refused/],
  ])('%s: named with its line and field', (_, config, message) => {
    const parsed = parseConfig(text(config));
    expect(parsed).toMatchObject({ ok: false, error: expect.stringMatching(message) });
  });

  test('that is not JSON says so in one line, with the place quoted', () => {
    expect(parseConfig('{\n  "station": \n}')).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^line 3: not JSON: .*"station".*$/),
    });
  });

  test.each([
    ['{\n  "profile": "navy",\n  "mode" "rig"\n}', 3],
    ['', 1],
    ['\n\n', 1],
    ['tru', 1],
    ['{\n  "mode": tru\n}', 2],
    ['{\n  "display": { "volume": , "brightness": 3 }\n}', 2],
    ['{\n  "mode": "rig"\n', 2],
    ['{\n  "mode": "rig",\n}', 3],
    ['{\n  "name": "never ended\n}', 2],
    ['{}\n{}', 2],
  ])('that is not JSON: the line (%#)', (broken, line) => {
    expect(checkConfig(broken)).toMatchObject({ ok: false, error: { line, field: null } });
  });

  test('with hours and a display', () => {
    const more = { openingHours: { opens: '05:00', closes: '00:30' }, display: { volume: 0, brightness: 40 } };
    expect(parseConfig(text({ ...good, ...more }))).toMatchObject({ ok: true, value: more });
    expect(parseConfig(text(good))).toMatchObject({ ok: true, value: { display: { volume: 2, brightness: 100 } } });
  });

  test('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.anything().map((any) => text(any) ?? ''),
        ),
        (raw) => {
          expect(typeof parseConfig(raw).ok).toBe('boolean');
        },
      ),
    );
  });
});

describe('the line of a field', () => {
  test('inside lists, strings with brackets and quotes', () => {
    const json = '{\n"a": ["}", {"b\\"": 1,\n"c": [1,\n{"d": 2}]}]\n}';
    expect(lineOfField(json, ['a', '1', 'c'])).toBe(3);
    expect(lineOfField(json, ['a', '1', 'c', '1', 'd'])).toBe(4);
    expect(lineOfField(json, ['a', '1', 'missing'])).toBe(2);
  });
});

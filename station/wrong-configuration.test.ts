import { expect, test } from 'vitest';
import { SimulatedClock } from '../hardware/clock.ts';
import { fail } from '../hardware/result.ts';
import { checkConfig } from './config.ts';
import { Screen } from './contract/index.ts';
import { delays } from './delays.ts';
import { showWrongConfiguration } from './wrong-configuration.ts';

const right = {
  station: { id: 'OSAKA-1', name: '大阪' },
  profile: 'pink',
  mode: 'rig',
  reader: { kind: 'pn532', line: '/dev/ttyUSB0' },
  printer: { line: '/dev/ttyUSB1', widthMm: 80, proof: 'process-id' },
  sam: 'rig',
  center: { url: 'http://127.0.0.1:7070' },
  data: '/var/lib/wester-kiosk',
};
const textOf = (config: unknown) => JSON.stringify(config, null, 2);

function machine(text: string) {
  const clock = new SimulatedClock();
  const file = { text: text as string | null };
  const checked = checkConfig(text);
  if (checked.ok) throw new Error('nothing is wrong with it');
  const screens: Screen[] = [];
  let hear: (message: unknown) => void = () => {};
  const seen = { mended: 0 };
  const stop = showWrongConfiguration({
    host: {
      send: (message) => message.kind === 'screen' && screens.push(Screen.parse(message.screen)),
      onMessage: (listener) => {
        hear = listener;
      },
    },
    clock,
    file: '/etc/wester-kiosk/station.json',
    fault: checked.error,
    read: () => (file.text === null ? fail({ line: null, field: null, detail: 'gone' }) : checkConfig(file.text)),
    text: () => file.text,
    firstRevision: 7,
    mended: () => seen.mended++,
  });
  return { clock, file, screens, seen, stop, say: (message: unknown) => hear(message) };
}

test('names file, line and field on the display, in the machine’s own colour', () => {
  const { screens } = machine(textOf({ ...right, printer: { ...right.printer, widthMm: 70 } }));
  expect(screens.at(-1)).toMatchObject({
    profile: 'pink',
    stationName: '大阪',
    body: {
      id: 'out-of-service',
      reason: 'configuration',
      configuration: { file: '/etc/wester-kiosk/station.json', line: 14, field: 'printer.widthMm' },
    },
  });
});

test('the mistake is another one now, then none: the display follows, and the station is started anew', async () => {
  const { clock, file, screens, seen } = machine('{');
  file.text = textOf({ ...right, profile: 'green' });
  await clock.advance(delays.configurationAgain);
  expect(screens.at(-1)?.body).toMatchObject({ configuration: { field: 'profile', line: 6 } });
  file.text = null;
  await clock.advance(delays.configurationAgain);
  expect(screens.at(-1)?.body).toMatchObject({ configuration: { line: null, detail: 'gone' } });
  expect(seen.mended).toBe(0);
  file.text = textOf(right);
  await clock.advance(delays.configurationAgain);
  expect(seen.mended).toBe(1);
  expect(clock.pending).toBe(0);
});

test('the language can be changed, and nothing else is taken', () => {
  const { screens, say } = machine('[]');
  const before = screens.length;
  for (const intent of [{ type: 'choose-job', job: 'inquiry' }, { type: 'confirm' }, { type: 'nonsense' }]) {
    say({ kind: 'intent', message: { revision: 7, intent } });
  }
  say({ nothing: 'of the contract' });
  expect(screens).toHaveLength(before);
  say({ kind: 'intent', message: { revision: 7, intent: { type: 'set-language', language: 'en' } } });
  expect(screens.at(-1)).toMatchObject({ language: 'en', revision: 8 });
  say({ kind: 'hello' });
  expect(screens.at(-1)).toMatchObject({ language: 'en', revision: 8 });
});

test('stopped: nothing is left waiting', () => {
  const { clock, stop } = machine('{');
  stop();
  expect(clock.pending).toBe(0);
});

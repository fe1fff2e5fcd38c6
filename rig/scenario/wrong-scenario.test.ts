import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { readScenario, scenarioFiles, scenarioFrom } from './read.ts';
import { actNames } from './schema.ts';

const isOneLine = (text: string): boolean => !/[\r\n]/.test(text);
const good = 'title: One\nsteps:\n  - see: home\n';

test('a good one', () => {
  expect(scenarioFrom('s.yaml', good)).toMatchObject({ ok: true, value: { lines: [3] } });
});

test.each([
  ['an unknown step', `${good}  - lays: mine\n`, 's.yaml: line 4: steps.1: unknown step "lays"'],
  ['an unknown field', `${good}  - see: home\n    withn: 3\n`, 's.yaml: line 4: steps.1: unknown step "withn"'],
  ['two acts in one step', `${good}  - see: home\n    keys: "1"\n`, 's.yaml: line 4: steps.1: a step is one act'],
  ['an unknown screen', `${good}  - see: { screen: hom }\n`, /^s\.yaml: line 4: steps\.1\.see\.screen: Invalid option/],
  ['a key that no machine has', `${good}  - keys: "1a"\n`, /^s\.yaml: line 4: steps\.1\.keys: /],
  ['an unknown fault', `${good}  - fault: { strike: lightning }\n`, /^s\.yaml: line 4: steps\.1\.fault\.strike: /],
  [
    'an unknown moment',
    `${good}  - fault: { strike: line-cut, at: noon }\n`,
    /^s\.yaml: line 4: steps\.1\.fault\.at: /,
  ],
  ['a card that is none', `${good}  - lay: mine\n`, 's.yaml: line 4: steps.1: there is no card "mine"'],
  [
    'no second machine',
    `${good}  - see: home\n    on: second\n`,
    's.yaml: line 4: steps.1: there is no second machine',
  ],
  ['a page that is none', `${good}  - station: page-reload\n`, 's.yaml: line 4: steps.1: only a page can be reloaded'],
  ['no step', 'title: One\nsteps: []\n', /^s\.yaml: line 2: steps: /],
  ['a wrong day', `date: "2023-02-30"\n${good}`, /^s\.yaml: line 1: date: /],
  ['no YAML', 'title: [\n', /^s\.yaml: line \d: not YAML: /],
  [
    'a card with a wrong block',
    `cards:\n  mine:\n    spec: { kind: icoca, cardNumber: JW1, balanceYen: 1 }\n${good}`,
    /^s\.yaml: line 3: cards\.mine\.spec\.cardNumber: /,
  ],
])('%s: one line with file and line', (_what, text, message) => {
  const read = scenarioFrom('s.yaml', text);
  expect(read).toMatchObject({
    ok: false,
    error: typeof message === 'string' ? message : expect.stringMatching(message),
  });
  expect(!read.ok && isOneLine(read.error)).toBe(true);
});

test('a card file with a wrong block: the line in that file, and where the scenario names it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wester-scenario-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, 'card.json'),
    '{\n"kind": "icoca",\n"cardNumber": "JW000000000000001",\n"balanceYen": 1,\n"history": [\n"00"]\n}',
  );
  const file = join(folder, 's.yaml');
  writeFileSync(file, `cards:\n  mine:\n    file: card.json\n${good}`);
  const read = readScenario(file);
  expect(read).toMatchObject({
    ok: false,
    error: `${join(folder, 'card.json')}: line 5: history.0: 16 bytes in hexadecimal (${file}: line 3)`,
  });
});

test('files that are not there, and a folder without a scenario', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wester-scenario-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(scenarioFiles([folder])).toMatchObject({ ok: false, error: expect.stringContaining('no scenario (*.yaml)') });
  const missing = join(folder, 'none.yaml');
  expect(scenarioFiles([missing])).toMatchObject({ ok: false, error: expect.stringContaining(missing) });
});

test('any text gives a scenario or one line, never an exception', () => {
  const step = fc.dictionary(fc.constantFrom(...actNames, 'on', 'within', 'other'), fc.jsonValue(), { maxKeys: 2 });
  const bent = fc
    .record({ title: fc.string({ minLength: 1 }), steps: fc.array(step, { maxLength: 3 }), cards: fc.jsonValue() })
    .map((scenario) => JSON.stringify(scenario));
  fc.assert(
    fc.property(fc.oneof(fc.string(), bent), (text) => {
      const read = scenarioFrom('s.yaml', text);
      return read.ok || isOneLine(read.error);
    }),
    { numRuns: 500 },
  );
});

/** CSV from the systems that send applications: whole, half, and hostile. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cardNumber, registration, type TestCenter, testCenter } from './fixture.ts';
import { type ImportReport, importLines, LINE_LIMIT } from './import.ts';
import { linesOf } from './lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'wester-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function take(run: TestCenter, csv: string): Promise<ImportReport> {
  const file = join(folder, 'file.csv');
  writeFileSync(file, csv);
  return await importLines(await run.database(), linesOf(file, LINE_LIMIT), run.today, 'csv');
}

const HEADER = 'type,on,person,card,measure,yen,source,id\n';
const application = (n: number) => `application,2023-01-10,P${n},${cardNumber(n)},charge,,,\n`;
const charge = (n: number, yen = '20000') => `charge,2023-02-01,,${cardNumber(n)},,${yen},cash,c${n}\n`;

test('applications and charges as CSV, with either line end; again, they are known', async () => {
  const run = testCenter();
  await run.import(registration());
  const csv = `\uFEFF${HEADER}${application(1)}${charge(1)}`.replaceAll('\n', '\r\n');
  expect(await take(run, csv)).toEqual({ added: 2, knownBefore: 0, refused: [] });
  expect(await take(run, HEADER + application(1) + charge(1))).toEqual({ added: 0, knownBefore: 2, refused: [] });
  expect(
    await run.ask('account', {
      stationId: 'S-1',
      cardNumber: cardNumber(1),
      cardKind: 'icoca',
      idm: '0123456789abcdef',
    }),
  ).toMatchObject({
    progress: { countedYen: 20_000 },
  });
});

test('half a CSV, cut off at any byte: every whole line is taken, the one that was cut never', async () => {
  const whole = HEADER + application(1) + charge(1);
  for (let end = HEADER.length + application(1).length + 1; end < whole.length; end += 3) {
    const run = testCenter();
    const { added, refused } = await take(run, whole.slice(0, end));
    expect({ added, refused }).toEqual({ added: 1, refused: [{ line: 3, why: 'cut off: the line has no end' }] });
    // The rest comes when the file comes again.
    expect(await take(run, whole)).toMatchObject({ added: 1, knownBefore: 1, refused: [] });
  }
});

test.each([
  ['a field too many', `${charge(1).trimEnd()},x\n`, '9 fields, the first line names 8'],
  ['a quote', `"charge",2023-02-01,,${cardNumber(1)},,5,cash,c\n`, 'a quote: no field has one'],
  ['SQL', charge(1).replace('c1', "c'; DROP TABLE entries; --"), 'id: '],
  ['half a yen', charge(1, '0.5'), 'yen: '],
  ['yen in another notation', charge(1, '2e4'), 'yen: '],
  ['a formula', charge(1, '=1+1'), 'yen: '],
  [
    'a day that has not come: a clock ahead',
    charge(1).replace('2023-02-01', '2024-02-01'),
    'on: 2024-02-01 has not come',
  ],
  ['a line without end', `${'x'.repeat(50_000)}\n`, `longer than ${LINE_LIMIT} characters`],
])('%s is refused with its line, and the others are taken', async (_name, line, why) => {
  const run = testCenter();
  const { added, refused } = await take(run, HEADER + line + charge(2));
  expect(added).toBe(1);
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ line: 2, why: expect.stringContaining(why) });
  expect(await run.center.check()).toEqual([]);
});

test.each(['', 'no,header\n', 'type,type\n', 'type,__proto__\n'])(
  'a first line that names no fields: %j',
  async (first) => {
    await expect(take(testCenter(), `${first}${charge(1)}`)).rejects.toThrow('line 1: it has to name the fields');
  },
);

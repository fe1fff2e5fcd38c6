/**
 * `npm run bench [-- SECTION…] [--full] [--json FILE] [--against FILE]`: every figure beside what it is measured against, in
 * one run. `--json` keeps the run, `--against` compares with one that was kept. Exit status 0 whether goals are met or
 * not: a busy machine is no defect.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cardToScreen } from './bench/card-to-screen.ts';
import { center } from './bench/center.ts';
import { lineOf, type Section } from './bench/figure.ts';
import { page } from './bench/page.ts';
import { points } from './bench/points.ts';
import { reader } from './bench/reader.ts';
import { receipt } from './bench/receipt.ts';
import { changesSince, type Line, lineFrom, machineNoise, Report, reportOf } from './bench/report.ts';
import { scenarios } from './bench/scenarios.ts';
import { soak } from './bench/soak.ts';
import { startUp } from './bench/start-up.ts';
import { transfer } from './bench/transfer.ts';

/** A section more is a file more in bench/ and its name here. */
const SECTIONS: readonly Section[] = [
  points,
  reader,
  transfer,
  cardToScreen,
  receipt,
  page,
  startUp,
  scenarios,
  center,
  soak,
];

interface Choice {
  readonly sections: readonly Section[];
  readonly full: boolean;
  readonly json: string | undefined;
  readonly against: Report | null;
}

/** Null: wrong usage. Ends the process where the file to compare with cannot be read. */
function chosen(args: readonly string[]): Choice | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { full: { type: 'boolean', default: false }, json: { type: 'string' }, against: { type: 'string' } },
    });
    const known = SECTIONS.filter(({ name }) => positionals.includes(name));
    if (known.length !== positionals.length) return null;
    const against = values.against === undefined ? null : saved(values.against);
    return { sections: positionals.length === 0 ? SECTIONS : known, full: values.full, json: values.json, against };
  } catch {
    return null;
  }
}

function saved(file: string): Report {
  try {
    return Report.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    process.stderr.write(`${file} is no run that npm run bench -- --json has kept\n`);
    process.exit(1);
  }
}

const choice = chosen(process.argv.slice(2));
if (choice === null) {
  const names = SECTIONS.map(({ name }) => name).join(' | ');
  process.stderr.write(
    `usage: npm run bench [-- SECTION…] [--full] [--json FILE] [--against FILE]; sections: ${names}\n`,
  );
  process.exit(2);
}
const noise = machineNoise();
process.stdout.write(`the machine's own noise: ± ${(noise * 50).toFixed(1)} % on the same piece of work\n`);
const lines: Line[] = [];
const took: string[] = [];
for (const section of choice.sections) {
  const begun = performance.now();
  for await (const figure of section.run({ full: choice.full })) {
    lines.push(lineFrom(section.name, figure));
    process.stdout.write(`${lineOf(section.name, figure)}\n`);
  }
  took.push(`${section.name} ${((performance.now() - begun) / 1_000).toFixed(0)}`);
}
process.stdout.write(`seconds: ${took.join(', ')}\n`);
const report = reportOf(lines, noise);
if (choice.json) writeFileSync(choice.json, `${JSON.stringify(report, null, 2)}\n`);
if (choice.against)
  process.stdout.write(`\nsince then, in ratios:\n${changesSince(choice.against, report).join('\n')}\n`);
const missed = lines.filter(({ met }) => met === false).length;
const goals = lines.filter(({ met }) => met !== null).length;
process.stdout.write(`${goals - missed} of ${goals} goals met\n`);

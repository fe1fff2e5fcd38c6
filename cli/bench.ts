/** `npm run bench [-- SECTION] [--full]`: every figure beside what it is measured against, in one run. */
import { parseArgs } from 'node:util';
import { lineOf, type Section } from './bench/figure.ts';
import { page } from './bench/page.ts';
import { points } from './bench/points.ts';
import { reader } from './bench/reader.ts';
import { receipt } from './bench/receipt.ts';

/** A section more is a file more in bench/ and its name here. */
const SECTIONS: readonly Section[] = [points, reader, receipt, page];

/** Null: wrong usage. */
function chosen(args: readonly string[]): { sections: readonly Section[]; full: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { full: { type: 'boolean', default: false } },
    });
    const known = SECTIONS.filter(({ name }) => positionals.includes(name));
    if (known.length !== positionals.length) return null;
    return { sections: positionals.length === 0 ? SECTIONS : known, full: values.full };
  } catch {
    return null;
  }
}

const choice = chosen(process.argv.slice(2));
if (choice === null) {
  const names = SECTIONS.map(({ name }) => name).join(' | ');
  process.stderr.write(`usage: npm run bench [-- SECTION] [--full]; sections: ${names}\n`);
  process.exit(2);
}
for (const section of choice.sections)
  for await (const figure of section.run({ full: choice.full }))
    process.stdout.write(`${lineOf(section.name, figure)}\n`);

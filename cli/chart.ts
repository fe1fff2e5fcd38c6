/** `npm run chart`: writes docs/state-chart.md from the machine. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartDocument } from './chart/document.ts';

const file = join(import.meta.dirname, '..', 'docs', 'state-chart.md');
writeFileSync(file, chartDocument());
process.stdout.write(`${file}\n`);

/**
 * `npm run doctor [-- --station-config FILE]`: looks at this machine and says what keeps it from being a kiosk, each thing with
 * the command that mends it. Opens no device and changes nothing. Exit status 1: something is to be mended.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lookAround } from './doctor/facts.ts';
import { findings } from './doctor/findings.ts';

const DEMO = join(import.meta.dirname, '..', '.data', 'station.json');
const INSTALLED = '/etc/wester-kiosk/station.json';

function configFile(): string {
  try {
    const { values } = parseArgs({ options: { 'station-config': { type: 'string' } } });
    return values['station-config'] ?? (existsSync(INSTALLED) || !existsSync(DEMO) ? INSTALLED : DEMO);
  } catch (error) {
    process.stderr.write(`npm run doctor: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

const found = findings(lookAround(configFile()));
for (const { what, mend } of found) process.stdout.write(`- ${what}\n  mend: ${mend}\n`);
process.stdout.write(found.length === 0 ? 'this machine is fit to be a kiosk\n' : `${found.length} to mend\n`);
process.exitCode = found.length === 0 ? 0 : 1;

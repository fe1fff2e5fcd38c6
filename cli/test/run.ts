import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..');

export interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Full names of the tests that were skipped: each says in its name or its output why. */
  readonly skippedNames: readonly string[];
}

/** What vitest's JSON reporter writes, as far as it is read here. */
const Report = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/** Runs a program; what it prints appears in one piece when it has ended, since several may run at once. */
function execute(
  name: string,
  program: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', '.bin', program), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    const printed: Buffer[] = [];
    child.stdout.on('data', (data) => printed.push(data));
    child.stderr.on('data', (data) => printed.push(data));
    child.on('close', (code) => {
      process.stdout.write(`\n── ${name}\n`);
      process.stdout.write(Buffer.concat(printed));
      resolve(code ?? 1);
    });
  });
}

const secondsSince = (start: number) => (performance.now() - start) / 1000;

/** A check that passes or fails as a whole. */
async function command(name: string, program: string, args: readonly string[]): Promise<Step> {
  const start = performance.now();
  const code = await execute(name, program, args, {});
  const failed = code === 0 ? 0 : 1;
  return { name, seconds: secondsSince(start), passed: 1 - failed, failed, skipped: 0, skippedNames: [] };
}

/** One of vitest's projects (vitest.config.ts). A run that leaves no report has failed. */
async function vitest(name: string, project: string, environment: Record<string, string>): Promise<Step> {
  const start = performance.now();
  const file = join(root, 'test-results', `${project}.json`);
  mkdirSync(join(root, 'test-results'), { recursive: true });
  rmSync(file, { force: true });
  const code = await execute(
    name,
    'vitest',
    ['run', '--project', project, '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`],
    environment,
  );
  const seconds = secondsSince(start);
  const report = readReport(file);
  if (!report) return { name, seconds, passed: 0, failed: 1, skipped: 0, skippedNames: [] };
  // A file that fails to load has no failed test of its own; an error outside every test shows only in the exit code.
  const brokenFiles = report.testResults.filter(
    (each) => each.status === 'failed' && each.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + brokenFiles.length;
  const skippedNames = report.testResults
    .flatMap((each) => each.assertionResults)
    .filter((each) => each.status === 'pending' || each.status === 'skipped' || each.status === 'todo')
    .map((each) => each.fullName);
  return {
    name,
    seconds,
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: skippedNames.length,
    skippedNames,
  };
}

function readReport(file: string): z.infer<typeof Report> | null {
  try {
    return Report.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

export const run = { command, vitest };

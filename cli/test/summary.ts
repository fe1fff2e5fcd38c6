import type { Step } from './run.ts';

/** What a person reads at the end; its last line is what CI reads. */
export function summary(steps: readonly Step[], missing: readonly string[]): string {
  const sum = (field: 'passed' | 'failed' | 'skipped') => steps.reduce((total, step) => total + step[field], 0);
  const lines = ['', '── summary'];
  for (const step of steps) {
    const counts = `${step.passed} passed${step.failed ? `, ${step.failed} FAILED` : ''}${step.skipped ? `, ${step.skipped} skipped` : ''}`;
    lines.push(`${step.name.padEnd(30)} ${`${step.seconds.toFixed(0)} s`.padStart(6)}   ${counts}`);
  }
  const skipped = steps.flatMap((step) => step.skippedNames);
  const notRun = [...missing, ...skipped.map((name) => `skipped: ${name}`)];
  if (notRun.length > 0) lines.push('', 'NOT RUN here:', ...notRun.map((each) => `  ${each}`));
  lines.push('', `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`, '');
  return lines.join('\n');
}

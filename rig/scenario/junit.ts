/** JUnit XML, as CI systems read it: one suite, a test case a scenario. */
import type { PlayReport } from './report.ts';

export function junitOf(plays: readonly PlayReport[]): string {
  const failures = plays.filter(({ failure }) => failure !== null).length;
  const seconds = plays.reduce((sum, { realMs }) => sum + realMs, 0) / 1_000;
  const skipped = plays.filter(({ skip }) => skip !== null).length;
  const cases = plays.map(({ file, title, realMs, failure, skip, leftOut, kept }) => {
    const head = `<testcase classname="${escaped(file)}" name="${escaped(title)}" time="${(realMs / 1_000).toFixed(3)}"`;
    if (skip) {
      const why = escaped(`line ${skip.line}: ${skip.what}`);
      return `  ${head}>\n    <skipped message="${why}"/>\n  </testcase>`;
    }
    const notSeen = leftOut.map((what) => `not looked at: ${what}`).join('\n');
    const out = leftOut.length === 0 ? '' : `\n    <system-out>${escaped(notSeen)}</system-out>`;
    if (!failure) return out === '' ? `  ${head}/>` : `  ${head}>${out}\n  </testcase>`;
    const where = `${file}: line ${failure.line}: ${failure.what}`;
    const files = kept.map((each) => `\n${each}`).join('');
    return `  ${head}>\n    <failure message="${escaped(where)}">${escaped(`${where}${files}`)}</failure>${out}\n  </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="scenarios" tests="${plays.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds.toFixed(3)}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n');
}

/** What XML 1.0 cannot carry at all is left out. */
function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
  };
  const carried = [...text].filter((sign) => sign === '\n' || sign === '\t' || (sign >= ' ' && sign !== '\u007f'));
  return carried.map((sign) => signs[sign] ?? sign).join('');
}

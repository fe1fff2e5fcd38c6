import type { PrintError } from '../../../hardware/printer/port.ts';
import type { Result } from '../../../hardware/result.ts';
import type { Printed } from '../../contract/staff-money.ts';

export function printedAs(result: Result<'printed', PrintError>): Printed {
  if (result.ok) return 'printed';
  return result.error.kind === 'unknown' ? 'unknown' : 'not-printed';
}

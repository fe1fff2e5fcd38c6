import * as z from 'zod/mini';
import { Screen } from '../station/contract/index.ts';
import { StaffScreen } from '../station/contract/staff.ts';

/** What the station says to the window. Main believes it no more than a page: it reads screens for supervision. */
export const StationMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('screen'), screen: Screen }),
  /** Null: nobody is at work. */
  z.object({ kind: z.literal('staff-screen'), screen: z.nullable(StaffScreen) }),
  z.object({ kind: z.literal('power'), act: z.enum(['restart', 'shut-down']) }),
  z.object({ kind: z.literal('beat'), beat: z.int() }),
]);
export type StationMessage = z.infer<typeof StationMessage>;

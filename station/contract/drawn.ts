import * as z from 'zod/mini';

/**
 * Page → window: what whoever stands in front of it sees. The revision of a screen that is drawn to its end, "please wait",
 * or nothing.
 */
export const Drawn = z.union([z.int(), z.enum(['please-wait', 'nothing'])]);
export type Drawn = z.infer<typeof Drawn>;

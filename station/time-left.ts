import type { AnyActorRef, SnapshotFrom } from 'xstate';
import type { timeLimitMachine } from './machine/time-limit.ts';

type TimeLimit = SnapshotFrom<ReturnType<typeof timeLimitMachine>>;
interface Tree {
  readonly children?: Readonly<Record<string, AnyActorRef | undefined>>;
}

/** What is left of the time of the screen that is up, in ms; null where it waits for ever. At most one limit runs. */
export function timeLimitOf(tree: Tree, now: number): { ms: number; totalMs: number; warning: boolean } | null {
  for (const [id, child] of Object.entries(tree.children ?? {})) {
    const snapshot: unknown = child?.getSnapshot();
    if (id === 'timeLimit') {
      const { context, value, status } = snapshot as TimeLimit;
      if (status !== 'active') continue;
      const totalMs = context.limit.quietMs + context.limit.warningMs;
      const ms = Math.round(context.since + totalMs - now);
      return { ms, totalMs, warning: value === 'warning' };
    }
    const found = timeLimitOf(snapshot as Tree, now);
    if (found) return found;
  }
  return null;
}

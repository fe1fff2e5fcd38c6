import type { Screen, ScreenBody } from '../station/contract/index.ts';

/** Nobody's yet: whoever comes finds them free, though a language of the one before is still up. A ring says how long. */
const IDLE: ReadonlySet<ScreenBody['id']> = new Set(['home', 'out-of-service', 'closed']);

/** Is it asked whether more time is needed? On an idle screen only who listens would lose something. */
export function asksForTime({ timeLimit, modes, body }: Screen): boolean {
  return timeLimit?.warning === true && (modes.voice || !IDLE.has(body.id));
}

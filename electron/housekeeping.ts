/** When does the whole program start again by itself? Only where nobody is in front of it. */

/** Screens on which no passenger is being served. */
const IDLE: ReadonlySet<string> = new Set(['home', 'closed', 'out-of-service']);

/** Between these hours in Japan, whatever zone the machine is set to, once a night. */
const NIGHT = { from: 3, until: 5 } as const;
/** What has run for less was started tonight already. */
const FRESH_MS = 12 * 60 * 60_000;
/** Too large so soon after a start is no leak: starting again would not mend it, and the machine would serve nobody. */
const GROWN_MS = 60 * 60_000;
/** All processes together, MiB: five times what they take after a start. A page that leaks ends here, not in a frozen kiosk. */
export const MEMORY_LIMIT_MIB = 1_500;

export interface Facts {
  /** Of the screen that is up; null: the station is gone. */
  readonly screen: string | null;
  readonly staffAtWork: boolean;
  /** 0–23, in Japan. */
  readonly hour: number;
  readonly upMs: number;
  /** All processes of the program together. */
  readonly memoryMiB: number;
}

/** Why it is to start again now; null: it is not. */
export function restartReason({ screen, staffAtWork, hour, upMs, memoryMiB }: Facts): 'night' | 'memory' | null {
  if (screen === null || !IDLE.has(screen) || staffAtWork) return null;
  if (memoryMiB > MEMORY_LIMIT_MIB && upMs > GROWN_MS) return 'memory';
  const isNight = hour >= NIGHT.from && hour < NIGHT.until;
  return isNight && upMs > FRESH_MS ? 'night' : null;
}

const japan = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Tokyo', hour: 'numeric', hourCycle: 'h23' });

/** 0–23. */
export function hourInJapan(now: Date): number {
  return Number(japan.format(now));
}

import { app } from 'electron';
import { delays } from './delays.ts';
import { type Health, isWell } from './heartbeat.ts';
import { type Facts, hourInJapan, restartReason } from './housekeeping.ts';
import type { Watchdog } from './watchdog.ts';

/** Feeds the watchdog while page and station are well, and only then: what hangs for too long takes everything down. */
export function feedWatchdog(watchdog: Watchdog | null, health: () => Health): void {
  if (!watchdog) return;
  setInterval(() => {
    const now = health();
    if (isWell(now)) watchdog.feed();
    else console.error(`watchdog: not fed, ${JSON.stringify(now)}`);
  }, watchdog.everyMs);
}

/** Starts the program again at night, and when it has grown too large; only while nobody stands in front of it. */
export function keepHouse(facts: () => Pick<Facts, 'screen' | 'staffAtWork'>, restart: () => void): void {
  const startedAt = performance.now();
  setInterval(() => {
    // Electron counts in KiB.
    const memoryMiB = app.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize, 0) / 1024;
    const upMs = performance.now() - startedAt;
    const reason = restartReason({ ...facts(), hour: hourInJapan(new Date()), upMs, memoryMiB });
    if (!reason) return;
    console.error(
      `window: starting again (${reason}; ${Math.round(memoryMiB)} MiB, up ${Math.round(upMs / 60_000)} min)`,
    );
    restart();
  }, delays.housekeeping);
}

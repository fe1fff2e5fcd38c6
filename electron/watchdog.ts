/**
 * The system's watchdog: systemd restarts the whole unit when it has not been told for `WatchdogSec` that all is well.
 * Node has no datagram sockets of the Unix domain, so `systemd-notify` (a part of systemd itself) speaks for us; the unit
 * needs `NotifyAccess=all` for that. sd_notify(3), sd_watchdog_enabled(3).
 */
import { spawn } from 'node:child_process';

export interface Watchdog {
  /** How often it wants to be fed, ms: a third of its time, so that two can be lost. */
  readonly everyMs: number;
  /** This part is up: the page has drawn a screen, the station has sent one and lasted. Ready with both; counts as food. */
  up(part: 'page' | 'station'): void;
  feed(): void;
}

/** From the environment that systemd gives a unit; null: nobody watches. */
export function findWatchdog(
  environment: NodeJS.ProcessEnv,
  notify: (state: readonly string[]) => void = systemdNotify,
): Watchdog | null {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: limit } = environment;
  const limitMs = Number(limit) / 1000;
  if (!socket || !(limitMs > 0)) return null;
  const up = new Set<string>();
  return {
    everyMs: Math.max(100, Math.floor(limitMs / 3)),
    up(part) {
      if (up.size === 2) return;
      up.add(part);
      if (up.size === 2) notify(['READY=1', 'WATCHDOG=1']);
    },
    feed: () => notify(['WATCHDOG=1']),
  };
}

function systemdNotify(state: readonly string[]): void {
  const child = spawn('systemd-notify', state, { stdio: ['ignore', 'ignore', 'inherit'] });
  // Without it the watchdog goes hungry and the unit is restarted: the log has to say why.
  child.on('error', (error) => console.error(`watchdog: systemd-notify cannot be started (${error.message})`));
}

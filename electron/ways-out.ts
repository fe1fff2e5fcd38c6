/** How this program ends, and what whoever started it learns from its exit status. */
export type Reason = 'restart' | 'shut-down' | 'closed';

/** The service unit switches the machine off after this status (electron/deploy/wester-kiosk.service). */
export const SHUT_DOWN_STATUS = 64;

export interface WayOut {
  readonly status: number;
  /** It starts itself again. Under systemd the unit does that: what a unit leaves behind is killed with it. */
  readonly relaunch: boolean;
}

/** `supervised`: a service manager restarts this program whenever it ends. */
export function wayOut(reason: Reason, supervised: boolean): WayOut {
  return {
    status: reason === 'shut-down' ? SHUT_DOWN_STATUS : 0,
    relaunch: reason === 'restart' && !supervised,
  };
}

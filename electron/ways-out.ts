/** How this program ends, and what whoever started it learns from its exit status. */
export type Reason = 'restart' | 'shut-down' | 'closed';

/** The service unit switches the machine off after this status (electron/deploy/wester-kiosk.service). */
export const SHUT_DOWN_STATUS = 64;
/** The same, and the station had not finished: value may be in flight. An update waits (electron/deploy/kiosk-update). */
export const SHUT_DOWN_UNFINISHED_STATUS = 65;

export interface WayOut {
  readonly status: number;
  /** It starts itself again. Under systemd the unit does that: what a unit leaves behind is killed with it. */
  readonly relaunch: boolean;
}

/**
 * `supervised`: a service manager restarts this program whenever it ends. `finished`: the station has stopped by itself, with
 * nothing in flight.
 */
export function wayOut(reason: Reason, supervised: boolean, finished: boolean): WayOut {
  const shutDown = finished ? SHUT_DOWN_STATUS : SHUT_DOWN_UNFINISHED_STATUS;
  return {
    status: reason === 'shut-down' ? shutDown : Number(!finished),
    relaunch: reason === 'restart' && !supervised,
  };
}

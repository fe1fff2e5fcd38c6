import type { BenchView } from './bench-view.ts';
import type { Screen } from './contract/index.ts';
import type { StaffScreen } from './contract/staff.ts';
import type { PowerAct } from './staff/parts.ts';
import type { Station } from './station.ts';

/** Station → host. */
export type HostMessage =
  | { readonly kind: 'screen'; readonly screen: Screen }
  /** For the staff page alone; null: nobody is at work (any more), and that page has to go. */
  | { readonly kind: 'staff-screen'; readonly screen: StaffScreen | null }
  /** Staff want the machine to be started again or switched off: the host stops this process first. */
  | { readonly kind: 'power'; readonly act: PowerAct }
  /** For the front panel of a rig that asked for it, and no other host. */
  | { readonly kind: 'bench'; readonly view: BenchView };

/** Whoever started this process and shows the page: Electron's main process, or a Node parent. */
export interface Host {
  send(message: HostMessage): void;
  /** Unchecked: the station checks what it receives. */
  onMessage(listener: (message: unknown) => void): void;
  /** The host has gone: nobody sees the screen any more. */
  onGone(listener: () => void): void;
}

/** Electron's `process.parentPort` of a utility process (electronjs.org/docs/latest/api/parent-port). */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Null: started by hand, without anybody to show screens to. */
export function findHost(): Host | null {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
      // A utility process dies with its parent.
      onGone: () => {},
    };
  }
  if (!process.send) return null;
  return {
    // A host that dies at this moment is noticed by `disconnect`.
    send: (message) => process.connected && process.send?.(message, undefined, {}, () => {}),
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.once('disconnect', listener),
  };
}

/**
 * Host → station: what the passenger's page said, as it is, or `{ kind: 'staff', message }` around what the staff page
 * said. The host knows which page spoke; what it said is checked by the station.
 */
export function routeMessage(station: Pick<Station, 'receive' | 'staff'>, message: unknown): void {
  if (typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'staff') {
    station.staff.receive('message' in message ? message.message : undefined);
  } else {
    station.receive(message);
  }
}

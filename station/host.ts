import { z } from 'zod';
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
  /** The host's beat, sent back: this process lives. */
  | { readonly kind: 'beat'; readonly beat: number }
  /** For the front panel of a rig that asked for it, and no other host. */
  | { readonly kind: 'bench'; readonly view: BenchView };

/**
 * Host → station, beside what the pages say: does this process live? `shown`: a page answers on the machine's display.
 * Answered by the event loop itself, whatever the machine is doing.
 */
const Beat = z.object({ kind: z.literal('beat'), beat: z.int(), shown: z.boolean() });

/** Whoever started this process and shows the page: Electron's main process, or a Node parent. */
export interface Host {
  send(message: HostMessage): void;
  /** Unchecked: the station checks what it receives. */
  onMessage(listener: (message: unknown) => void): void;
  /** Whether anybody sees the screen; told again and again, by hosts that know. */
  onShown(listener: (shown: boolean) => void): void;
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
  const channel = findChannel();
  if (!channel) return null;
  const onMessage = new Set<(message: unknown) => void>();
  const onShown = new Set<(shown: boolean) => void>();
  channel.listen((message) => {
    const beat = Beat.safeParse(message);
    if (!beat.success) {
      for (const listener of onMessage) listener(message);
      return;
    }
    channel.send({ kind: 'beat', beat: beat.data.beat });
    for (const listener of onShown) listener(beat.data.shown);
  });
  return {
    send: channel.send,
    onMessage: (listener) => void onMessage.add(listener),
    onShown: (listener) => void onShown.add(listener),
    onGone: channel.onGone,
  };
}

interface Channel extends Pick<Host, 'send' | 'onGone'> {
  listen(listener: (message: unknown) => void): void;
}

function findChannel(): Channel | null {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      listen: (listener) => parentPort.on('message', ({ data }) => listener(data)),
      // A utility process dies with its parent.
      onGone: () => {},
    };
  }
  if (!process.send) return null;
  return {
    // A host that dies at this moment is noticed by `disconnect`.
    send: (message) => process.connected && process.send?.(message, undefined, {}, () => {}),
    listen: (listener) => process.on('message', listener),
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

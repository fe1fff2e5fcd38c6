import type { Screen } from './contract/index.ts';

/** Whoever started this process and shows the page: Electron's main process, or a Node parent. */
export interface Host {
  send(message: { readonly kind: 'screen'; readonly screen: Screen }): void;
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

/** Inside a utility process of the stand-in: what Electron gives it in place of Node's own channel. */
import { EventEmitter } from 'node:events';

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    if (process.connected) send?.(message, undefined, {}, () => {});
  }
}
const send = process.send?.bind(process);
const port = new ParentPort();
process.on('message', (data) => port.emit('message', { data, ports: [] }));
// A utility process does not outlive its parent, and is not asked.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
Object.assign(process, { parentPort: port, send: undefined });

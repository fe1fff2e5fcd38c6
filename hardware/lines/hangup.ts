import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { SerialPort } from 'serialport';

const readSome = promisify(read);

/**
 * Makes a port that was unplugged end. A terminal that hung up answers every read with 0 bytes; serialport's binding
 * takes that for "try again" and reads for ever, with one core at 100 % and no 'close' (serialport/bindings-cpp,
 * issue 162). This replaces the binding's read by the same one with an end. Call it before the first read.
 */
export function endAtHangup(port: SerialPort): void {
  const binding = port.port;
  // Windows has another binding, which reports the loss by itself.
  if (!binding || !('poller' in binding)) return;
  const { poller } = binding;

  binding.read = async (buffer: Buffer, offset: number, length: number) => {
    while (binding.fd !== null) {
      try {
        const { bytesRead } = await readSome(binding.fd, buffer, offset, length, null);
        if (bytesRead === 0) throw new Error('the device hung up');
        return { bytesRead, buffer };
      } catch (error) {
        if (binding.fd === null) break;
        if (!isTryAgain(error)) throw error;
        await new Promise<void>((resolve, reject) => {
          poller.once('readable', (failure) => (failure ? reject(failure) : resolve()));
        });
      }
    }
    throw Object.assign(new Error('the port is closed'), { canceled: true });
  };
}

function isTryAgain(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EINTR';
}

/**
 * `fetch` for a center that wants to see this machine's certificate: Node's own fetch cannot show one. TLS 1.3 only, the center
 * believed by its CA and its name. One connection a call under way, kept for the next.
 */
import { Agent, request } from 'node:https';
import type { Credentials } from '../../center/contract/credentials.ts';

/** Between two heartbeats the connection is kept, so that a passenger waits for no handshake, ms. */
const KEEP_MS = 45_000;

export function secureFetch({ key, cert, ca }: Pick<Credentials, 'key' | 'cert' | 'ca'>): typeof fetch {
  const agent = new Agent({
    key,
    cert,
    ca,
    minVersion: 'TLSv1.3',
    keepAlive: true,
    timeout: KEEP_MS,
    // Each connection shows the certificate anew (center/tls/gate.ts).
    maxCachedSessions: 0,
  });
  return (url, init) =>
    new Promise((resolve, reject) => {
      const signal = init?.signal ?? undefined;
      const headers = Object.fromEntries(new Headers(init?.headers));
      const sent = request(
        url as URL,
        { agent, method: init?.method ?? 'GET', headers, ...(signal && { signal }) },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.once('error', reject);
          answer.once('end', () => {
            const { statusCode = 0, headers: given } = answer;
            if (statusCode < 200 || (statusCode >= 300 && statusCode < 400)) {
              reject(new Error(`status ${statusCode} in place of an answer`));
              return;
            }
            const date = given.date === undefined ? undefined : { date: given.date };
            resolve(new Response(Buffer.concat(parts), { status: statusCode, ...(date && { headers: date }) }));
          });
        },
      );
      sent.once('error', (error) => reject(signal?.aborted ? signal.reason : error));
      sent.end(init?.body);
    });
}

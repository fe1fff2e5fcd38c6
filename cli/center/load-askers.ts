/** Whoever asks in a load test: a connection each, over TLS with a certificate of its own, since the center hears each in its own name only. */
import { existsSync, readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { join } from 'node:path';
import { readCredentials } from '../../center/contract/credentials.ts';

export interface Asker {
  /** Of a station: its id. */
  readonly name: string;
  readonly agent: Agent | TlsAgent;
}

export interface Askers {
  readonly stations: readonly Asker[];
  /** Throws where there are certificates and none of an operator. */
  operator(): Asker;
  /** Closes their connections. */
  close(): void;
}

/** Throws with one line for people where a certificate is missing or not good. */
export function askersOf(options: { readonly stations: number; readonly certificates: string | null }): Askers {
  const { stations: count, certificates } = options;
  const made: Asker[] = [];
  const keep = (asker: Asker): Asker => {
    made.push(asker);
    return asker;
  };
  const names = certificates === null ? plainNames(count) : namesIn(certificates, 'station').slice(0, count);
  if (names.length < count) {
    throw new Error(`${certificates} has certificates of ${names.length} stations, ${count} are asked for`);
  }
  return {
    stations: names.map((name) => keep(certificates === null ? plain(name) : certified(certificates, 'station', name))),
    operator() {
      if (certificates === null) return keep(plain('operator'));
      const [name] = namesIn(certificates, 'operator');
      if (name === undefined) throw new Error(`${certificates} has no certificate of an operator`);
      return keep(certified(certificates, 'operator', name));
    },
    close() {
      for (const { agent } of made) agent.destroy();
    },
  };
}

const plainNames = (count: number): string[] => Array.from({ length: count }, (_, index) => `LOAD-${index}`);

function plain(name: string): Asker {
  return { name, agent: new Agent({ keepAlive: true, maxSockets: 1 }) };
}

function namesIn(folder: string, kind: 'station' | 'operator'): readonly string[] {
  return existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)).sort() : [];
}

function certified(folder: string, kind: 'station' | 'operator', name: string): Asker {
  const place = join(folder, kind, name);
  const read = readCredentials({
    key: join(place, 'key.pem'),
    certificate: join(place, 'certificate.pem'),
    ca: join(folder, 'ca.pem'),
  });
  if (!read.ok) throw new Error(read.error.detail);
  const { key, cert, ca } = read.value;
  return { name, agent: new TlsAgent({ keepAlive: true, maxSockets: 1, key, cert, ca, minVersion: 'TLSv1.3' }) };
}

/** Null: no answer. */
export function post(
  url: URL,
  { agent }: Asker,
  type: string,
  body: string,
): Promise<{ readonly status: number; readonly text: string } | null> {
  const send = url.protocol === 'https:' ? tlsRequest : request;
  return new Promise((resolve) => {
    const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    const sent = send(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (data: string) => {
        text += data;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.once('error', () => resolve(null));
    });
    sent.once('error', () => resolve(null));
    sent.end(body);
  });
}

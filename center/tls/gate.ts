/**
 * Who may ask what. Over TLS both sides show a certificate: a station asks in its own name only, an operator only on
 * the operator's port, and a monitor there only what shows whether all is well. Over plain HTTP nobody is told from anybody else: that is for this machine and for test benches.
 */
import { constants, type X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import { TLSSocket } from 'node:tls';
import { type Credentials, isLoopback, outOfTerm } from '../contract/credentials.ts';
import type { CallName } from '../contract/index.ts';
import { type OperatorCallName, operatorCalls } from '../contract/operator.ts';
import type { Refusal } from '../refusal.ts';
import { type Holder, holderIn, urnOf } from './holder.ts';
import type { Revocations } from './revoked.ts';

/** The other end of a connection. */
export interface Asker {
  /** `station:OSAKA-1`, `operator:NAME`, `monitor:NAME`; null: nobody knows (plain HTTP). */
  readonly who: string | null;
  /** What its calls are counted by: its name, else its address. */
  readonly countedAs: string;
  /** Null: it is heard. */
  readonly refusal: Refusal | null;
}

export interface Gate {
  /** Null: plain HTTP. */
  readonly tls: TlsOptions | null;
  /** `asked`: method and route, as `GET /ready`; left out: what could not be read, or is known to be heard. */
  asker(socket: Socket, asked?: string): Asker;
  /** Why this call is not done for this asker; null: it is. `body` is unchecked. */
  whyNot(asker: Asker, call: CallName | OperatorCallName, body: unknown): Refusal | null;
}

export type Port = 'station' | 'operator';

export interface GateOptions {
  readonly credentials: Credentials;
  /** Whose port this is. */
  readonly for: Port;
  readonly revoked: Pick<Revocations, 'has'>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** What a monitor may ask: whether the center is well, and the fleet board with what it shows. Nothing of it changes anything. */
const FOR_MONITORS: ReadonlySet<string> = new Set([
  ...['/health', '/live', '/ready', '/metrics', '/', '/board.css', '/board.js', '/words.js'].map(
    (path) => `GET ${path}`,
  ),
  ...(['stations', 'open-transfers', 'discrepancies', 'grant-runs'] as const).map(
    (name) => `POST ${operatorCalls[name].path}`,
  ),
]);

/** Longer than any handshake of a station that is there, ms. */
const HANDSHAKE_MS = 10_000;

export function tlsGate({ credentials, for: kind, revoked, now }: GateOptions): Gate {
  const known = new WeakMap<Socket, Certified | null>();
  const certified = (socket: Socket): Certified | null => {
    const before = known.get(socket);
    if (before !== undefined) return before;
    const found = certifiedBy(socket);
    known.set(socket, found);
    return found;
  };
  return {
    tls: {
      ...secureContext(credentials),
      requestCert: true,
      rejectUnauthorized: true,
      handshakeTimeout: HANDSHAKE_MS,
    },
    asker(socket, asked) {
      const peer = certified(socket);
      const address = socket.remoteAddress ?? '';
      if (!peer) return { who: null, countedAs: address, refusal: forbidden('the certificate names nobody') };
      const who = `${peer.holder.kind}:${peer.holder.name}`;
      const asker = { who, countedAs: who };
      const isMonitor = kind === 'operator' && peer.holder.kind === 'monitor';
      if (peer.holder.kind !== kind && !isMonitor) {
        return { ...asker, refusal: forbidden(`this port is for the certificates of a ${kind}`) };
      }
      // A connection may be older than the end of its certificate.
      const over = outOfTerm(peer.certificate, now());
      if (over !== null) return { ...asker, refusal: forbidden(`the certificate ${over}`) };
      if (revoked.has(peer.serial) || revoked.has(urnOf(peer.holder))) {
        return { ...asker, refusal: forbidden('the certificate was revoked') };
      }
      if (isMonitor && !FOR_MONITORS.has(asked ?? '')) {
        return { ...asker, refusal: forbidden('a monitor may look at health, metrics and the fleet board only') };
      }
      return { ...asker, refusal: null };
    },
    whyNot(asker, _call, body) {
      if (kind !== 'station') return null;
      // What is no request of the contract is refused as such; it names nobody either.
      const named = (body as { stationId?: unknown } | null | undefined)?.stationId;
      if (typeof named !== 'string' || `station:${named}` === asker.who) return null;
      return forbidden('the certificate is that of another station');
    },
  };
}

/** What is set anew, all of it, when files are read again (`setSecureContext` forgets what it is not given). */
export function secureContext({ key, cert, ca }: Credentials): SecureContextOptions {
  return {
    key,
    cert,
    ca,
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    // No connection goes on from an earlier one: each shows its certificate anew.
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
}

/** On a loopback address, or on a test bench. */
export function plainGate(): Gate {
  return {
    tls: null,
    asker: ({ remoteAddress = '' }) => ({
      who: null,
      countedAs: remoteAddress,
      refusal: null,
    }),
    // It carries verifiers of PINs, both ways.
    whyNot: ({ countedAs }, call) =>
      call === 'staff-cards' && !isLoopback(countedAs)
        ? forbidden('what proves a PIN goes over TLS only, or stays on one machine')
        : null,
  };
}

interface Certified {
  readonly holder: Holder;
  readonly serial: string;
  readonly certificate: X509Certificate;
}

/** Null: no certificate that TLS has found good, or none that names anybody. */
function certifiedBy(socket: Socket): Certified | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  const certificate = socket.getPeerX509Certificate();
  const holder = certificate ? holderIn(certificate) : null;
  return certificate && holder ? { holder, serial: certificate.serialNumber.toLowerCase(), certificate } : null;
}

function forbidden(detail: string): Refusal {
  return { code: 'forbidden', detail };
}

import type { AddressInfo, Socket } from 'node:net';
import type { SecureContextOptions, Server as TlsServer } from 'node:tls';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { calls, type Problem } from './contract/index.ts';
import type { operatorCalls } from './contract/operator.ts';
import { delays } from './delays.ts';
import type { CenterLog } from './log.ts';
import { openApi } from './openapi.ts';
import type { CenterHandler } from './port.ts';
import { HOLDER_RATE_LIMIT, RATE_LIMIT, type RateLimit, rateLimiter } from './rate-limit.ts';
import { problemOf, type Refusal } from './refusal.ts';
import { type Gate, plainGate } from './tls/gate.ts';
import { answerUnreadable, type Refused, refusalOfUnreadable } from './unreadable.ts';

/** The largest request of the contract, a heartbeat with many devices, is a few kilobytes. */
const BODY_LIMIT_BYTES = 64 * 1024;
/** 500 charges of the operator are below 100 kilobytes. */
const OPERATOR_BODY_LIMIT_BYTES = 256 * 1024;

export interface CenterServer {
  /** `http://127.0.0.1:PORT/`, or `https:` */
  readonly url: string;
  /** For a certificate that was renewed: connections from now on see it. */
  renew(context: SecureContextOptions): void;
  /** Takes no call any more, lets those under way end for some time (`stopMs`), then closes every connection. */
  stop(): Promise<void>;
}

export interface HttpOptions {
  readonly center: CenterHandler;
  readonly log: CenterLog;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Which calls: those of stations, or those of the operator. */
  readonly calls?: typeof calls | typeof operatorCalls;
  readonly rateLimit?: RateLimit;
  /** Who may ask what; left out: plain HTTP. */
  readonly gate?: Gate;
  /** A call was refused for the sake of who asked. `call`: its path. */
  readonly onForbidden?: (forbidden: Forbidden) => void;
  /** What else is served there. */
  readonly also?: (server: FastifyInstance) => void;
  readonly stopMs?: number;
}

export interface Forbidden {
  readonly who: string;
  readonly call: string;
  readonly detail: string;
}

/** Node would answer with nothing; we do in the contract's words. */
const HOST_OURS = { requireHostHeader: false } as const;
const NO_HOST: Refusal = { code: 'bad-request', detail: 'host: missing' };
const BAD_ADDRESS: Refusal = { code: 'bad-request', detail: 'the address is none' };

type Reply = { code(status: number): Reply; type(contentType: string): Reply; send(body: unknown): unknown };

function send(reply: Reply, status: number, body: unknown): unknown {
  return reply
    .code(status)
    .type(status < 400 ? 'application/json' : 'application/problem+json')
    .send(body);
}

/** What Fastify itself refuses before a handler runs, in the contract's words. */
function refusalOf(error: unknown): { refusal: Refusal; status: number } {
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  const status = typeof statusCode === 'number' ? statusCode : 500;
  if (status >= 500) return { refusal: { code: 'unavailable', detail: 'the center could not do it' }, status: 503 };
  const words: Readonly<Record<string, string>> = {
    FST_ERR_CTP_BODY_TOO_LARGE: 'body: too large',
    FST_ERR_CTP_INVALID_MEDIA_TYPE: 'content-type: only application/json is understood',
    FST_ERR_CTP_EMPTY_JSON_BODY: 'body: empty',
  };
  return { refusal: { code: 'bad-request', detail: words[String(code)] ?? 'body: not JSON' }, status };
}

/** Serves the calls of the contract over HTTP; rejects where the port cannot be had. */
export async function serveHttp(options: HttpOptions): Promise<CenterServer> {
  const { center, log, host, port, calls: served = calls, gate = plainGate(), onForbidden } = options;
  const { rateLimit = gate.tls ? HOLDER_RATE_LIMIT : RATE_LIMIT, stopMs = delays.stopMs } = options;
  const mayAsk = rateLimiter(rateLimit);
  let stopping = false;
  const tell = (who: string, call: string | undefined, { detail }: Refusal): void =>
    onForbidden?.({ who, call: call ?? 'no such call', detail });
  /** Why nothing that comes on this connection is heard now; null: it is. */
  const notHeard = (socket: Socket, call?: string, method = ''): Refused | null => {
    if (stopping) return { refusal: { code: 'unavailable', detail: 'the center is stopping: ask again' } };
    const { who, countedAs, refusal } = gate.asker(socket, `${method} ${call}`);
    if (!mayAsk(countedAs)) {
      return { refusal: { code: 'unavailable', detail: 'too many calls: ask again in a second' }, status: 429 };
    }
    if (!refusal) return null;
    tell(who ?? countedAs, call, refusal);
    return { refusal };
  };
  const refuseWith = (reply: FastifyReply, { refusal, status }: Refused): unknown => {
    if (stopping) reply.header('connection', 'close');
    if (status === 429) reply.header('retry-after', '1');
    const problem = problemOf(refusal, status);
    return send(reply, problem.status, problem);
  };
  const unreadable = (code: string | undefined, socket: Socket): void => {
    if (code === 'ECONNRESET' || socket.destroyed) return;
    const { refusal, status } = notHeard(socket) ?? refusalOfUnreadable(code);
    log.info({ code: refusal.code, detail: refusal.detail }, 'refused before the call');
    answerUnreadable(socket, problemOf(refusal, status));
  };
  const server = fastify({
    ...(gate.tls ? { https: { ...gate.tls, ...HOST_OURS } } : { http: HOST_OURS }),
    clientErrorHandler: (error, socket) => unreadable(error.code, socket),
    frameworkErrors: (_error, request, reply) => {
      const no = notHeard(request.raw.socket) ?? { refusal: BAD_ADDRESS };
      return refuseWith(reply, no);
    },
    bodyLimit: served === calls ? BODY_LIMIT_BYTES : OPERATOR_BODY_LIMIT_BYTES,
    requestTimeout: served === calls ? delays.requestMs : delays.operatorRequestMs,
    forceCloseConnections: 'idle',
    // The answer to a call that comes during a stop is ours, below.
    return503OnClosing: false,
    exposeHeadRoutes: false,
  });
  // Only JSON: a body of another type is refused, not taken for text.
  server.removeContentTypeParser('text/plain');
  const mayTell = rateLimiter({ perSecond: 1, now: () => performance.now() });
  server.server.on('tlsClientError', (error: Error, { remoteAddress = '' }: Socket) => {
    if (mayTell('tls')) log.warn({ address: remoteAddress, reason: error.message }, 'no connection');
  });
  server.addHook('onRequest', async ({ raw, routeOptions }, reply) => {
    const no = notHeard(raw.socket, routeOptions.url, raw.method);
    if (no) return refuseWith(reply, no);
    if (raw.httpVersion === '1.1' && raw.headers.host === undefined) return refuseWith(reply, { refusal: NO_HOST });
  });
  for (const [name, { path }] of Object.entries(served) as [
    Parameters<CenterHandler['handle']>[0],
    { path: string },
  ][]) {
    server.post(path, async (request, reply) => {
      const asker = gate.asker(request.raw.socket);
      const refusal = gate.whyNot(asker, name, request.body);
      const who = asker.who ?? asker.countedAs;
      if (refusal) {
        tell(who, path, refusal);
        return refuseWith(reply, { refusal });
      }
      const { status, body } = await center.handle(name, request.body, asker.who ?? undefined);
      const { code, detail } = body as Partial<Problem>;
      if (code === 'forbidden') onForbidden?.({ who, call: path, detail: String(detail) });
      return send(reply, status, body);
    });
  }
  server.get('/health', async () => ({ status: 'ok' }));
  server.get('/openapi.json', async () => openApi());
  options.also?.(server);
  server.setNotFoundHandler(async (_request, reply) =>
    send(reply, 404, problemOf({ code: 'not-found', detail: 'no such call; every call is a POST under /v1' })),
  );
  server.setErrorHandler(async (error, request, reply) => {
    const { refusal, status } = refusalOf(error);
    log.info(
      { route: request.routeOptions.url, code: refusal.code, detail: refusal.detail },
      'refused before the call',
    );
    return send(reply, status, problemOf(refusal, status));
  });
  await server.listen({ host, port });
  const address = server.server.address() as AddressInfo;
  return {
    url: `http${gate.tls ? 's' : ''}://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}/`,
    renew: (context) => (server.server as unknown as TlsServer).setSecureContext(context),
    async stop() {
      stopping = true;
      const cut = setTimeout(() => server.server.closeAllConnections(), stopMs);
      await server.close();
      clearTimeout(cut);
    },
  };
}

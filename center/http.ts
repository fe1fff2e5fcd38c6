import type { AddressInfo, Socket } from 'node:net';
import type { SecureContextOptions, Server as TlsServer } from 'node:tls';
import { type FastifyInstance, fastify } from 'fastify';
import { calls, type Problem } from './contract/index.ts';
import type { operatorCalls } from './contract/operator.ts';
import { delays } from './delays.ts';
import type { CenterLog } from './log.ts';
import { openApi } from './openapi.ts';
import type { CenterHandler } from './port.ts';
import { HOLDER_RATE_LIMIT, RATE_LIMIT, type RateLimit, rateLimiter } from './rate-limit.ts';
import { problemOf, type Refusal } from './refusal.ts';
import { type Gate, plainGate } from './tls/gate.ts';

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
  const server = fastify({
    https: gate.tls,
    bodyLimit: served === calls ? BODY_LIMIT_BYTES : OPERATOR_BODY_LIMIT_BYTES,
    requestTimeout: served === calls ? delays.requestMs : delays.operatorRequestMs,
    forceCloseConnections: 'idle',
    // The answer to a call that comes during a stop is ours, below.
    return503OnClosing: false,
    exposeHeadRoutes: false,
  });
  // Only JSON: a body of another type is refused, not taken for text.
  server.removeContentTypeParser('text/plain');
  const forbid = (call: string | undefined, reply: Reply, who: string, refusal: Refusal): unknown => {
    onForbidden?.({ who, call: call ?? 'no such call', detail: refusal.detail });
    const problem = problemOf(refusal);
    return send(reply, problem.status, problem);
  };
  const mayTell = rateLimiter({ perSecond: 1, now: () => performance.now() });
  server.server.on('tlsClientError', (error: Error, { remoteAddress = '' }: Socket) => {
    if (mayTell('tls')) log.warn({ address: remoteAddress, reason: error.message }, 'no connection');
  });
  let stopping = false;
  server.addHook('onRequest', async (_request, reply) => {
    if (!stopping) return;
    reply.header('connection', 'close');
    return send(reply, 503, problemOf({ code: 'unavailable', detail: 'the center is stopping: ask again' }));
  });
  server.addHook('onRequest', async (request, reply) => {
    const { who, countedAs, refusal } = gate.asker(request.raw.socket);
    if (!mayAsk(countedAs)) {
      reply.header('retry-after', '1');
      return send(reply, 429, problemOf({ code: 'unavailable', detail: 'too many calls: ask again in a second' }, 429));
    }
    if (refusal) return forbid(request.routeOptions.url, reply, who ?? countedAs, refusal);
  });
  for (const [name, { path }] of Object.entries(served) as [
    Parameters<CenterHandler['handle']>[0],
    { path: string },
  ][]) {
    server.post(path, async (request, reply) => {
      const asker = gate.asker(request.raw.socket);
      const refusal = gate.whyNot(asker, name, request.body);
      const who = asker.who ?? asker.countedAs;
      if (refusal) return forbid(path, reply, who, refusal);
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

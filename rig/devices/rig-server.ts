import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';

/** Largest request, bytes. */
const LARGEST = 64 * 1024;

/** Every answer of a rig's server that is no success, whoever refused: one line a person can act on. */
export const Problem = z.strictObject({ error: z.string() });
export type Problem = z.infer<typeof Problem>;

/** A server for the loopback address: it answers nothing to a page of another origin, and refuses in one shape. */
export function rigServer(): FastifyInstance {
  const server = Fastify({
    bodyLimit: LARGEST,
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply) => refuse(reply, error),
  });
  // A page of another origin must not speak to the rig: neither by name (DNS rebinding) nor by form.
  server.addHook('onRequest', async (request, reply) => {
    const host = request.headers.host ?? '';
    const origin = request.headers.origin;
    const ours = /^(127\.0\.0\.1|localhost):\d+$/.test(host) && (!origin || origin === `http://${host}`);
    if (!ours) return reply.code(403).send({ error: 'this address is for this machine only' } satisfies Problem);
  });
  server.setErrorHandler((error, _request, reply) => {
    // A defect of the rig: whoever asked cannot act on it, whoever reads the terminal may.
    if (statusOf(error) >= 500) process.stderr.write(`rig: ${error instanceof Error ? error.stack : String(error)}\n`);
    return refuse(reply, error);
  });
  server.setNotFoundHandler(({ method, url }, reply) =>
    reply.code(404).send({ error: `there is nothing at ${method} ${url}` } satisfies Problem),
  );
  return server;
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  return reply.code(statusOf(error)).send(problemOf(error));
}

function statusOf(error: unknown): number {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : 500;
}

/** What Fastify found wrong before anybody was asked, in our words; its codes: fastify.dev, Reference/Errors. */
function problemOf(error: unknown): Problem {
  const { code } = (error ?? {}) as { code?: unknown };
  const words: Readonly<Record<string, string>> = {
    FST_ERR_CTP_BODY_TOO_LARGE: `body: larger than ${LARGEST} bytes`,
    FST_ERR_CTP_INVALID_MEDIA_TYPE: 'content-type: only application/json is understood',
    FST_ERR_CTP_EMPTY_JSON_BODY: 'body: empty',
    FST_ERR_BAD_URL: 'the address is not one',
  };
  const said = words[String(code)];
  if (said !== undefined) return { error: said };
  return { error: statusOf(error) < 500 ? 'body: not JSON' : 'the rig could not do it' };
}

/**
 * What the operator's port serves beside its calls: whether this center lives and is ready, its metrics, the import of files
 * and the fleet board. Over TLS the gate knows who asks (tls/gate.ts); over plain HTTP nobody has to say who they are: the port is bound to this
 * machine (cli/center.ts). Pages of other sites that a browser has open are kept out.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { audit, LOCAL_OPERATOR } from '../audit.ts';
import type { BusinessDate } from '../business-date.ts';
import { importCall, type OperatorImport } from '../contract/operator.ts';
import type { CenterDatabase } from '../database.ts';
import { FileRefused, importEach, LINE_LIMIT, type Refused } from '../import.ts';
import { linesIn } from '../lines.ts';
import { problemOf, type Refusal } from '../refusal.ts';
import type { Gate } from '../tls/gate.ts';
import type { Metrics } from './metrics.ts';
import { readinessOf } from './readiness.ts';
import type { Watch } from './watch.ts';

export interface OperatorRoutes {
  readonly db: CenterDatabase;
  readonly businessDate: BusinessDate;
  readonly watch: Watch;
  readonly metrics: Metrics;
  readonly isStopping: () => boolean;
  /** Over TLS an operator's or a monitor's certificate, else a program of this machine (center/tls/gate.ts). */
  readonly gate: Gate;
}

/** What one POST may bring; a larger file is cut in two, or imported on this machine (`npm run center -- import`). */
export const IMPORT_LIMIT_BYTES = 64 * 1024 * 1024;
/** A file of which so many lines are wrong is the wrong file. */
export const REFUSED_LIMIT = 1_000;

export function operatorRoutes(server: FastifyInstance, options: OperatorRoutes): void {
  server.addHook('onRequest', async (request, reply) => {
    const why = whyNotFromHere(request, options.gate);
    if (why !== null) return sendProblem(reply, { code: 'forbidden', detail: why });
  });
  server.get('/live', async () => ({ status: 'ok' }));
  server.get('/ready', async (_request, reply) => {
    const readiness = await readinessOf(options.db, options.businessDate, options.isStopping());
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await options.metrics.text()),
  );
  addImport(server, options);
  addBoard(server);
}

const HERE: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * A page of another site may know this port, and a name of its own may point to this machine (DNS rebinding); over TLS the name
 * is that of the center's certificate.
 */
function whyNotFromHere({ headers, hostname }: FastifyRequest, { tls }: Gate): string | null {
  if (!tls && !HERE.has(hostname)) return 'host: this port is reached as 127.0.0.1 or localhost only';
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none' ? null : 'not for pages of other sites';
}

function sendProblem(reply: FastifyReply, refusal: Refusal, status?: number): FastifyReply {
  const problem = problemOf(refusal, status);
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

class TooLarge extends Error {}

async function* upTo(limit: number, body: AsyncIterable<string>): AsyncIterable<string> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += Buffer.byteLength(piece);
    if (bytes > limit) throw new TooLarge();
    yield piece;
  }
}

function addImport(server: FastifyInstance, { db, businessDate, watch, gate }: OperatorRoutes): void {
  const { path, types } = importCall;
  // The body stays a stream: lines are booked as they come.
  server.addContentTypeParser(Object.keys(types), (_request, body, done) => {
    body.setEncoding('utf8');
    done(null, body);
  });
  server.post(path, async (request, reply) => {
    const begun = performance.now();
    const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
    if (!Object.hasOwn(types, type))
      return sendProblem(
        reply,
        { code: 'bad-request', detail: `content-type: one of ${Object.keys(types).join(', ')}` },
        415,
      );
    const format = types[type as keyof typeof types];
    const who = gate.asker(request.raw.socket).who ?? LOCAL_OPERATOR;
    const note = async (result: string, detail: string) =>
      await db.write(() => audit({ who, act: 'import', result, detail }));
    await note('begun', format);
    const taken = await taking(request, (lines, onRefused) =>
      importEach(db, lines, businessDate(), format, onRefused),
    ).catch(async (error: unknown) => {
      // A database that does not answer takes no row either: then the first one stands alone.
      await note('failed', 'the sender has gone, or the database could not do it').catch(() => {});
      throw error;
    });
    await note('problem' in taken ? 'cut off' : 'done', cameOf(taken));
    // What was not read is not waited for.
    reply.header('connection', 'close');
    const status = 'problem' in taken ? problemOf(taken.problem, taken.status).status : 200;
    watch.note({
      call: 'import',
      request: null,
      status,
      body: 'problem' in taken ? taken.problem : null,
      ms: performance.now() - begun,
    });
    return 'problem' in taken ? sendProblem(reply, taken.problem, taken.status) : reply.send(taken);
  });
}

function cameOf(taken: OperatorImport | { problem: Refusal }): string {
  if ('problem' in taken) return taken.problem.detail;
  return `${taken.added} taken, ${taken.knownBefore} known before, ${taken.refused.length} refused`;
}

type Import = (lines: AsyncIterable<string>, onRefused: (refused: Refused) => boolean) => ReturnType<typeof importEach>;

/** The report, or why there is none. Rejects where the database could not do it, or the sender has gone. */
async function taking(
  request: FastifyRequest,
  work: Import,
): Promise<OperatorImport | { problem: Refusal; status: number }> {
  const tooLarge = {
    code: 'bad-request',
    detail: `body: more than ${IMPORT_LIMIT_BYTES} bytes; what came before may have been taken, send it in pieces`,
  } as const;
  if (Number(request.headers['content-length'] ?? 0) > IMPORT_LIMIT_BYTES) {
    return {
      problem: {
        ...tooLarge,
        detail: `body: more than ${IMPORT_LIMIT_BYTES} bytes; nothing was taken, send it in pieces`,
      },
      status: 413,
    };
  }
  const refused: Refused[] = [];
  try {
    const lines = linesIn(upTo(IMPORT_LIMIT_BYTES, request.body as AsyncIterable<string>), LINE_LIMIT);
    const { added, knownBefore, complete } = await work(lines, (line) => refused.push(line) < REFUSED_LIMIT);
    return { added, knownBefore, refused, complete };
  } catch (error) {
    if (error instanceof TooLarge) return { problem: tooLarge, status: 413 };
    if (error instanceof FileRefused) return { problem: { code: 'bad-request', detail: error.message }, status: 400 };
    throw error;
  }
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Address → file of `center/board/`, read once. */
const BOARD: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/board.css': ['board.css', 'text/css; charset=utf-8'],
  '/board.js': ['board.js', 'text/javascript; charset=utf-8'],
  '/words.js': ['words.js', 'text/javascript; charset=utf-8'],
};

function addBoard(server: FastifyInstance): void {
  for (const [address, [file, type]] of Object.entries(BOARD)) {
    const content = readFileSync(join(import.meta.dirname, '../board', file));
    server.get(address, async (_request, reply) =>
      reply
        .header('content-type', type)
        .header('cache-control', 'no-store')
        .header('content-security-policy', POLICY)
        .header('referrer-policy', 'no-referrer')
        .header('x-content-type-options', 'nosniff')
        .send(content),
    );
  }
}

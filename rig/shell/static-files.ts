import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.json': 'application/json',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.mp3': 'audio/mpeg',
};

export interface ServedFiles {
  /** Where they appear, with a slash at both ends. */
  readonly prefix: string;
  readonly directory: string;
  /** The content security policy that goes with each. */
  readonly policy: string;
  /** Read now and kept: a build that replaces them while they are served changes nothing. */
  readonly keep?: boolean;
}

/**
 * Serves the files that lie below `directory` now; nothing else can be reached through it. One route for all of them: a
 * page with its fonts has a hundred, and a route each would take a third of a second to make.
 */
export function serveFiles(server: FastifyInstance, { prefix, directory, policy, keep = false }: ServedFiles): void {
  const files = new Map<string, { readonly type: string; readonly read: () => Buffer }>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(directory, path).split(sep).join('/');
    const kept = keep ? readFileSync(path) : null;
    const file = { type, read: () => kept ?? readFileSync(path) };
    files.set(name, file);
    if (name === 'index.html') files.set('', file);
  }
  server.get<{ Params: { '*': string } }>(`${prefix}*`, (request, reply) => {
    const file = files.get(request.params['*']);
    if (!file) return reply.callNotFound();
    return reply
      .header('content-type', file.type)
      .header('cache-control', 'no-store')
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .send(file.read());
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.json': 'application/json',
};

/** Serves the files that lie below `directory` now, under `prefix`; nothing else can be reached through it. */
export function serveFiles(server: FastifyInstance, prefix: string, directory: string, policy: string): void {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(directory, path).split(sep).join('/');
    const addresses = name === 'index.html' ? [prefix, `${prefix}index.html`] : [`${prefix}${name}`];
    for (const address of addresses) {
      server.get(address, (_request, reply) =>
        reply
          .header('content-type', type)
          .header('cache-control', 'no-store')
          .header('content-security-policy', policy)
          .header('x-content-type-options', 'nosniff')
          .send(readFileSync(path)),
      );
    }
  }
}

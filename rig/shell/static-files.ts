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

/** Serves the files that lie below `directory` now; nothing else can be reached through it. */
export function serveFiles(server: FastifyInstance, { prefix, directory, policy, keep = false }: ServedFiles): void {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(directory, path).split(sep).join('/');
    const addresses = name === 'index.html' ? [prefix, `${prefix}index.html`] : [`${prefix}${name}`];
    const kept = keep ? readFileSync(path) : null;
    for (const address of addresses) {
      server.get(address, (_request, reply) =>
        reply
          .header('content-type', type)
          .header('cache-control', 'no-store')
          .header('content-security-policy', policy)
          .header('x-content-type-options', 'nosniff')
          .send(kept ?? readFileSync(path)),
      );
    }
  }
}

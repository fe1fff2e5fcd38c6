/** Built pages and nothing else, on the loopback address: for who measures or draws them. */
import Fastify from 'fastify';
import { pagePolicy } from './shell.ts';
import { serveFiles } from './static-files.ts';

export interface ServedPages {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  stop(): Promise<void>;
}

/** `folders`: by the address at which each appears, with a slash at both ends. All is read now. */
export async function servePages(folders: Readonly<Record<string, string>>): Promise<ServedPages> {
  const server = Fastify();
  for (const [prefix, directory] of Object.entries(folders)) {
    serveFiles(server, { prefix, directory, policy: pagePolicy, keep: true });
  }
  const origin = await server.listen({ host: '127.0.0.1', port: 0 });
  return { origin, stop: async () => void (await server.close()) };
}

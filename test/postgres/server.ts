/** Vitest's global set-up of the project `postgres`: one server for all its files, with an empty center. */
import type { TestProject } from 'vitest/node';
import { silentLog } from '../../center/log.ts';
import { openPostgres } from '../../center/postgres.ts';
import { PostgresServer } from '../../rig/postgres.ts';

export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const server = new PostgresServer();
  await server.start();
  const url = server.url('postgres');
  await (await openPostgres({ url, log: silentLog() })).close();
  project.provide('postgres', url);
  return () => server.remove();
}

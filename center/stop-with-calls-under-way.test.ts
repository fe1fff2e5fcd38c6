/** A center that is told to stop: calls under way get their answer, new ones are refused, and it does not wait for ever. */
import { Agent, request as ask } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { calls } from './contract/index.ts';
import { type CenterServer, serveHttp } from './http.ts';
import { silentLog } from './log.ts';
import type { CenterHandler } from './port.ts';

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
afterEach(() => agent.destroy());

function post(server: CenterServer, using = agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = ask(
      new URL(calls.unresolved.path, server.url),
      { method: 'POST', headers, agent: using },
      (response) => {
        let body = '';
        response.on('data', (data) => {
          body += data;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode, type: response.headers['content-type'], body }),
        );
      },
    );
    sent.once('error', reject);
    sent.end('{}');
  });
}

/** A center whose calls end when the test says so. */
async function slowCenter(stopMs: number): Promise<{ server: CenterServer; begun: Promise<void>; end: () => void }> {
  let end = (): void => {};
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const center: CenterHandler = {
    async handle() {
      begin();
      await ended;
      return { status: 200, body: { holds: [] } };
    },
  };
  const server = await serveHttp({ center, log: silentLog(), host: '127.0.0.1', port: 0, stopMs });
  return { server, begun, end };
}

test('a call under way is answered; one that comes meanwhile on an open connection, or on a new one, is not taken', async () => {
  const { server, begun, end } = await slowCenter(5_000);
  const first = post(server);
  await begun;
  // The one connection of the agent is busy: this request follows on it.
  const second = post(server);
  const stopped = server.stop();
  await expect(post(server, new Agent())).rejects.toThrow('ECONNREFUSED');
  end();
  expect(await first).toMatchObject({ status: 200, body: '{"holds":[]}' });
  expect(await second).toMatchObject({
    status: 503,
    type: expect.stringContaining('application/problem+json'),
    body: expect.stringContaining('the center is stopping'),
  });
  await stopped;
});

test('a call that never ends: the connection is cut, and the center has stopped', async () => {
  const { server, begun } = await slowCenter(50);
  const first = post(server);
  await begun;
  const cut = expect(first).rejects.toThrow(/socket hang up|ECONNRESET/);
  await server.stop();
  await cut;
});

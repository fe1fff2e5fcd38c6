/** A monitor's certificate, over real TLS: it sees whether all is well, and every other kind of call is refused and audited. */
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedDate } from '../../center/business-date.ts';
import { readCredentials } from '../../center/contract/credentials.ts';
import { calls, Problem } from '../../center/contract/index.ts';
import { importCall, operatorCalls } from '../../center/contract/operator.ts';
import { CARD, TODAY } from '../../center/fixture.ts';
import { silentLog } from '../../center/log.ts';
import { readAudit, type Served, serve } from '../../center/main.ts';
import { filesIn, type TestCertificates, testCertificates } from '../../center/tls/fixture.ts';
import { revoke } from '../../center/tls/folder.ts';

let certificates: TestCertificates;
let served: Served;
/** One connection for each certificate: a handshake costs more than all else here. */
const agents: Record<string, Agent> = {};

function agentWith(place: string): Agent {
  const read = readCredentials(filesIn(certificates.folder, place));
  if (!read.ok) throw new Error(read.error.detail);
  const { key, cert, ca } = read.value;
  return new Agent({ keepAlive: true, maxSockets: 1, key, cert, ca });
}

beforeAll(async () => {
  certificates = testCertificates();
  agents.monitor = agentWith(certificates.make({ kind: 'monitor', name: 'grafana' }));
  agents.operator = agentWith(certificates.make({ kind: 'operator', name: 'back-office' }));
  served = await serve({
    database: join(certificates.folder, 'center.sqlite'),
    businessDate: fixedDate(TODAY),
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    operatorHost: '127.0.0.1',
    tls: certificates.files,
    importFile: null,
    onImported: () => {},
    onRefused: () => {},
  });
});
afterAll(async () => {
  for (const agent of Object.values(agents)) agent.destroy();
  await served.stop();
  certificates.remove();
});

interface Asked {
  readonly method?: string;
  readonly body?: string;
  readonly type?: string;
  /** Whose certificate. */
  readonly as?: string;
  readonly base?: string;
}

function ask(path: string, { method = 'GET', body, type, as = 'monitor', base }: Asked = {}) {
  const headers = body === undefined ? {} : { 'content-type': type ?? 'application/json' };
  return new Promise<{ status: number; text: string; type: string }>((resolve, reject) => {
    const url = new URL(base ?? String(served.operatorUrl));
    const sent = request({ host: url.hostname, port: url.port, path, method, headers, agent: agents[as] }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, text, type: String(answer.headers['content-type']) }),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

async function refused(path: string, asked: Asked = {}): Promise<void> {
  const { status, text, type } = await ask(path, asked);
  expect({ path, asked, status, type }).toMatchObject({
    status: 403,
    type: expect.stringContaining('application/problem+json'),
  });
  // A HEAD has no body.
  if (text !== '') expect(Problem.parse(JSON.parse(text))).toMatchObject({ status: 403, code: 'forbidden' });
}

test('health, readiness, metrics, and the fleet board with all that it asks for', async () => {
  for (const path of ['/health', '/live', '/ready', '/metrics']) {
    expect({ path, status: (await ask(path)).status }).toEqual({ path, status: 200 });
  }
  const page = (await ask('/')).text;
  const script = (await ask('/board.js')).text;
  const files = [
    ...page.matchAll(/(?:src|href)="\/?([\w.]+\.(?:js|css))"/g),
    ...script.matchAll(/from '\.\/([\w.]+)'/g),
  ];
  expect(files.length).toBeGreaterThan(2);
  for (const [, file] of files) expect({ file, status: (await ask(`/${file}`)).status }).toEqual({ file, status: 200 });
  for (const name of ['stations', 'open-transfers', 'discrepancies', 'grant-runs'] as const) {
    // What the board asks for, and no more.
    expect(script).toContain(`'${name}'`);
    const { status, text } = await ask(operatorCalls[name].path, {
      method: 'POST',
      body: JSON.stringify({ after: null }),
    });
    expect({ name, status }).toEqual({ name, status: 200 });
    operatorCalls[name].answer.parse(JSON.parse(text));
  }
});

const charge = { on: TODAY, card: CARD, yen: 1, source: 'cash', id: 'c' };
const SEEN = new Set<string>(['stations', 'open-transfers', 'discrepancies', 'grant-runs']);

test.each(Object.entries(operatorCalls).filter(([name]) => !SEEN.has(name)))(
  '%s of the operator',
  async (_name, { path }) => {
    await refused(path, { method: 'POST', body: JSON.stringify({ charges: [charge] }) });
  },
);

test.each(Object.keys(importCall.types))('a file as %s', async (type) => {
  await refused(importCall.path, { method: 'POST', body: JSON.stringify({ type: 'charge', ...charge }), type });
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])('%s of what it may get', async (method) => {
  for (const path of ['/ready', '/metrics', '/']) await refused(path, { method });
});

test('a GET of what it may post, and of what there is not', async () => {
  for (const path of [
    operatorCalls.stations.path,
    '/openapi.json',
    '/v1/nothing',
    '//ready',
    '/ready/',
    '/READY',
    '/%zz',
  ])
    await refused(path);
});

test.each(Object.entries(calls))("%s, on the stations' port and on its own", async (_name, { path }) => {
  const body = JSON.stringify({ stationId: 'S-1' });
  await refused(path, { method: 'POST', body, base: served.url });
  await refused(path, { method: 'POST', body });
});

test("the stations' port tells it nothing", async () => {
  for (const path of ['/health', '/openapi.json', '/ready']) await refused(path, { base: served.url });
});

test('an operator may all of it still; a revoked monitor nothing', async () => {
  const { status } = await ask(operatorCalls.charges.path, { method: 'POST', body: '{"charges":[]}', as: 'operator' });
  expect(status).toBe(200);
  expect((await ask('/ready', { as: 'operator' })).status).toBe(200);
  revoke(certificates.folder, { kind: 'monitor', name: 'grafana' });
  served.reread();
  await refused('/ready');
});

test('what was refused is in the audit log, a row for each reason', async () => {
  const rows: string[] = [];
  await readAudit(join(certificates.folder, 'center.sqlite'), '1970-01-01', ({ who, act, detail }) => {
    if (act === 'forbidden') rows.push(`${who} ${detail.replace(/^.*?: /, '')}`);
  });
  expect(rows).toEqual([
    'monitor:grafana a monitor may look at health, metrics and the fleet board only (1)',
    'monitor:grafana this port is for the certificates of a station (1)',
    'monitor:grafana the certificate was revoked (1)',
  ]);
});

/** A station's own client at a whole center over TLS: heard, not heard, and what goes over which line. */
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedDate } from '../../center/business-date.ts';
import type { CallRequest } from '../../center/contract/index.ts';
import { silentLog } from '../../center/log.ts';
import { type Served, serve } from '../../center/main.ts';
import { filesIn, type TestCertificates, testCertificates } from '../../center/tls/fixture.ts';
import { systemClock } from '../../hardware/clock.ts';
import { CenterTime } from '../../station/center/center-time.ts';
import { type ConnectOptions, connectCenter } from '../../station/center/connect.ts';

let certificates: TestCertificates;
let center: Served;
let own: string;

beforeAll(async () => {
  certificates = testCertificates();
  own = certificates.make({ kind: 'station', name: 'OSAKA-1' });
  center = await serve({
    database: join(certificates.folder, 'center.sqlite'),
    businessDate: fixedDate('2023-04-10'),
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    operatorPort: null,
    operatorHost: '127.0.0.1',
    tls: certificates.files,
    importFile: null,
    onImported: () => {},
    onRefused: () => {},
  });
});
afterAll(async () => {
  await center.stop();
  certificates.remove();
});

const files = () => filesIn(certificates.folder, own);

function connect(tls: ConnectOptions['config']['center']['tls'], url = center.url) {
  const time = new CenterTime(systemClock);
  const connected = connectCenter({ config: { center: { url, ...(tls && { tls }) } }, clock: systemClock, time });
  return { connected, time };
}

function client(tls: ConnectOptions['config']['center']['tls'], url?: string) {
  const { connected, time } = connect(tls, url);
  if (!connected.ok) throw new Error(connected.error.detail);
  return { ask: connected.value, time };
}

const staffCards: CallRequest<'staff-cards'> = { stationId: 'OSAKA-1', card: 'a'.repeat(64), cards: [] };

test('it is heard, learns the time, and its verifiers go over TLS', async () => {
  const { ask, time } = client(files());
  expect(await ask.call('staff-cards', staffCards)).toEqual({ ok: true, value: { cards: [], failures: 0 } });
  expect(time.now()).not.toBeNull();
  const refused = await ask.call('staff-cards', { ...staffCards, stationId: 'OSAKA-2' });
  expect(refused).toMatchObject({ ok: false, error: { kind: 'refused', problem: { code: 'forbidden' } } });
});

test('a center of another CA is not the center, whatever it answers', async () => {
  const others = testCertificates();
  const { ask } = client({
    ...files(),
    ...filesIn(others.folder, others.make({ kind: 'station', name: 'OSAKA-1' })),
  });
  const answer = await ask.call('staff-cards', staffCards);
  expect(answer).toMatchObject({
    ok: false,
    error: { kind: 'unreachable', detail: expect.stringMatching(/certificate/) },
  });
  others.remove();
});

test('files that are missing, of two holders, of another CA, or that everyone may read', () => {
  const other = certificates.make({ kind: 'station', name: 'OSAKA-7' });
  const open = join(certificates.folder, 'open.pem');
  copyFileSync(files().key, open);
  chmodSync(open, 0o644);
  const text = join(certificates.folder, 'text.pem');
  writeFileSync(text, 'no certificate', { mode: 0o600 });
  const strange = testCertificates();
  const wrong: [Partial<ReturnType<typeof files>>, { field: string; detail: RegExp }][] = [
    [{ key: '/nowhere/key.pem' }, { field: 'key', detail: /ENOENT/ }],
    [{ key: open }, { field: 'key', detail: /chmod 600/ }],
    [{ key: text }, { field: 'key', detail: /no private key/ }],
    [{ certificate: text }, { field: 'certificate', detail: /no certificate/ }],
    [{ certificate: join(other, 'certificate.pem') }, { field: 'certificate', detail: /does not belong to the key/ }],
    [{ ca: text }, { field: 'ca', detail: /no certificate/ }],
    [{ ca: join(strange.folder, 'ca.pem') }, { field: 'certificate', detail: /was not made by the CA/ }],
  ];
  for (const [change, { field, detail }] of wrong) {
    const { connected } = connect({ ...files(), ...change });
    expect(connected).toEqual({ ok: false, error: { field, detail: expect.stringMatching(detail) } });
  }
  strange.remove();
});

test('verifiers of PINs stay on this machine where the line is plain, whoever would answer', async () => {
  let asked = 0;
  const server: Server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ cards: [], failures: 0 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (host: string) => client(undefined, `http://${host}:${port}`).ask.call('staff-cards', staffCards);
  expect(await ask('127.0.0.1')).toMatchObject({ ok: true });
  // Another name of the same machine, as any name of another one would be.
  expect(await ask('0.0.0.0')).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  expect(asked).toBe(1);
  server.closeAllConnections();
  server.close();
});

test('a center whose own files are wrong does not start, and says which', async () => {
  const serveWith = (change: object) =>
    serve({
      database: ':memory:',
      businessDate: fixedDate('2023-04-10'),
      log: silentLog(),
      host: '127.0.0.1',
      port: 0,
      operatorPort: null,
      operatorHost: '127.0.0.1',
      tls: { ...certificates.files, ...change },
      importFile: null,
      onImported: () => {},
      onRefused: () => {},
    });
  const past = certificates.make({ kind: 'center', name: 'localhost' }, Date.now() - 31 * 86_400_000);
  await expect(serveWith(filesIn(certificates.folder, past))).rejects.toThrow(/--tls-certificate: .* expired on/);
  await expect(serveWith({ key: files().key })).rejects.toThrow(/--tls-certificate: .* does not belong to the key/);
  await expect(serveWith({ revoked: '/nowhere' })).rejects.toThrow(/ENOENT/);
});

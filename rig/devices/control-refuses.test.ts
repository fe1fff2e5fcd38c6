/** Whatever is wrong with a request, its sender reads one shape: that of docs/rig-openapi.json. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DeviceAction } from './actions.ts';
import { RigFile } from './config.ts';
import { addControl } from './control.ts';
import { Devices } from './devices.ts';
import { openApi } from './openapi.ts';
import { Problem, rigServer } from './rig-server.ts';

const directory = mkdtempSync(join(tmpdir(), 'kiosk-control-'));
let server: FastifyInstance;
let devices: Devices;
let act = async (action: DeviceAction): Promise<string | null> => devices.act(action);

beforeAll(async () => {
  devices = await Devices.open({ rig: RigFile.parse({ devices: {} }), directory });
  server = rigServer();
  const onChange = () => () => {};
  addControl(server, {
    devices,
    action: DeviceAction,
    state: () => devices.state,
    act: (action) => act(action),
    onChange,
  });
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await devices.close();
  rmSync(directory, { recursive: true });
});

const json = { 'content-type': 'application/json' };

async function answer(payload: string, headers: Record<string, string> = json, url = '/rig/actions') {
  const { statusCode, body } = await server.inject({
    method: 'POST',
    url,
    payload,
    headers: { host: '127.0.0.1:1', ...headers },
  });
  return { status: statusCode, body: JSON.parse(body) };
}

test.each([
  ['half a line', '{"do":"lay"', 400, 'body: not JSON'],
  ['a key that would reach the prototype', '{"__proto__":{"do":"lay"}}', 400, 'body: not JSON'],
  ['nothing', '', 400, 'body: empty'],
  ['a list', '[]', 400, /^action: /],
  ['null', 'null', 400, /^action: /],
  ['no such action', '{"do":"jump"}', 400, /^do: /],
  ['a device that is not there', '{"do":"take-paper"}', 409, 'this rig has no printer'],
  ['more than anybody has to say', JSON.stringify({ do: 'lay', card: 'a'.repeat(70_000) }), 413, /^body: larger than/],
] satisfies [string, string, number, string | RegExp][])('%s', async (_what, payload, status, words) => {
  const error = words instanceof RegExp ? expect.stringMatching(words) : words;
  expect(await answer(payload)).toEqual({ status, body: { error } });
});

test('another content type, another page, another address, an address that is none, and a defect of ours', async () => {
  const refused = await Promise.all([
    answer('do=lay', { 'content-type': 'application/x-www-form-urlencoded' }),
    answer('{"do":"lift"}', { ...json, origin: 'http://evil.invalid' }),
    answer('{}', json, '/rig/action'),
    answer('{}', json, '/rig/%zz'),
  ]);
  const before = act;
  const onTerminal = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  act = () => Promise.reject(new Error('secret of the inside'));
  refused.push(await answer('{"do":"lift"}'));
  act = before;
  expect(onTerminal).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('secret of the inside'));
  onTerminal.mockRestore();
  expect(refused.map(({ status }) => status)).toEqual([415, 403, 404, 400, 500]);
  for (const { body } of refused) expect(Problem.parse(body).error).not.toMatch(/secret|\n/);
});

test('the description names every way to be refused', () => {
  const { paths } = openApi() as { paths: Record<string, { post?: { responses: object } }> };
  expect(Object.keys(paths['/rig/actions']?.post?.responses ?? {})).toEqual(['200', '400', '403', '409', '413', '415']);
});

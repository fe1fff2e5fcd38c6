import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import type { Screen } from '../../station/contract/index.ts';
import { scenarioFrom } from '../scenario/read.ts';
import { addRecording } from './recording.ts';

const home = { body: { id: 'home' } } as Screen;

async function panel() {
  const server = Fastify();
  onTestFinished(() => server.close());
  const listeners: ((screen: Screen | null) => void)[] = [];
  addRecording(server, {
    station: {
      screen: home,
      onScreen: (listener) => {
        listeners.push(listener);
        return () => {};
      },
    },
    facts: { businessDate: '2023-04-10', profile: 'pink' },
    specOf: (card) => (card === 'green' ? { kind: 'icoca', cardNumber: 'JW000000000000001', balanceYen: 10 } : null),
  });
  server.post('/channel', () => ({}));
  server.post('/rig/actions', () => ({}));
  await server.ready();
  const post = (url: '/channel' | '/rig/actions' | '/rig/recording', payload: object = {}) =>
    server.inject({ method: 'POST', url, payload });
  return { server, post, show: (screen: Screen) => listeners.forEach((listener) => void listener(screen)) };
}

test('what page and panel send between "record" and "save" is the scenario, and nothing before or after', async () => {
  const { server, post, show } = await panel();
  expect((await server.inject('/rig/recording')).statusCode).toBe(404);
  await post('/rig/actions', { do: 'lay', card: 'green' });
  expect((await post('/rig/recording')).statusCode).toBe(204);
  const intent = { type: 'choose-job', job: 'inquiry' };
  await post('/channel', { kind: 'intent', message: { revision: 1, intent } });
  show({ body: { id: 'lay-card' } } as Screen);
  await post('/rig/actions', { do: 'lay', card: 'green' });
  const saved = await server.inject('/rig/recording');
  const read = scenarioFrom('recorded.yaml', saved.body);
  if (!read.ok) throw new Error(read.error);
  expect(read.value.scenario).toMatchObject({ machine: { profile: 'pink' }, date: '2023-04-10' });
  expect(read.value.scenario.steps).toEqual([
    { see: 'home' },
    { touch: { id: 'choose-job', job: 'inquiry' } },
    { see: 'lay-card' },
    { lay: 'green' },
    { see: 'lay-card' },
  ]);
  expect((await server.inject('/rig/recording')).statusCode).toBe(404);
});

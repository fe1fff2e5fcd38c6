/** "Record" and "save" of the front panel: what its hand does becomes a scenario (docs/scenarios.md). */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CardSpec } from '../../hardware/card/simulator/spec.ts';
import { PageMessage, Profile, type Screen } from '../../station/contract/index.ts';
import { type PanelAct, Recorder } from '../scenario/record.ts';

export interface Recorded {
  readonly station: {
    readonly screen: Screen | null;
    onScreen(listener: (screen: Screen | null) => void): () => void;
  };
  readonly facts: { readonly businessDate: string; readonly profile: string };
  readonly specOf: (card: string) => CardSpec | null;
}

const Act = z.looseObject({
  do: z.string(),
  card: z.string().optional(),
  action: z.string().optional(),
  fault: z.string().nullable().optional(),
});

/** Overhears what the page and the panel send on this server. `POST /rig/recording` begins anew, `GET` ends it with its YAML. */
export function addRecording(server: FastifyInstance, { station, facts, specOf }: Recorded): void {
  let recorder: Recorder | null = null;
  station.onScreen((screen) => recorder?.saw(screen));

  // Before the act: what is up is what the hand answered to. The channel's answer says nothing of what it did.
  server.addHook('preHandler', async ({ method, url, body }) => {
    if (!recorder || method !== 'POST' || url !== '/channel') return;
    const message = PageMessage.safeParse(body);
    if (message.success && message.data.kind === 'intent') recorder.touched(message.data.message.intent);
  });
  server.addHook('preHandler', async ({ method, url, body }) => {
    if (!recorder || method !== 'POST' || url !== '/rig/actions') return;
    const act = Act.safeParse(body);
    if (act.success) recorder.did(act.data satisfies PanelAct);
  });

  server.post('/rig/recording', (_request, reply) => {
    const profile = Profile.parse(facts.profile);
    recorder = new Recorder({ profile, businessDate: facts.businessDate, specOf });
    recorder.saw(station.screen);
    return reply.code(204).send();
  });
  server.get('/rig/recording', (_request, reply) => {
    if (!recorder) return reply.code(404).send({ error: 'nothing is being recorded' });
    const yaml = recorder.scenario('Recorded at the front panel');
    recorder = null;
    return reply
      .header('content-type', 'application/yaml; charset=utf-8')
      .header('content-disposition', 'attachment; filename="recorded.yaml"')
      .send(yaml);
  });
}

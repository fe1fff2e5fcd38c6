import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { BenchView } from '../../station/bench-view.ts';
import { EventStream } from '../shell/event-stream.ts';
import { type BenchAction, DeviceAction, type WireEntry } from './actions.ts';
import { type Devices, WIRE_KEPT } from './devices.ts';
import { rigServer } from './rig-server.ts';

export interface Controlled<Action> {
  readonly devices: Devices;
  readonly action: z.ZodType<Action>;
  /** Everything that can be known, DevicesState and more. */
  state(): object;
  /** Null, or what stands in the way. */
  act(action: Action): Promise<string | null>;
  /** Called whenever the state may be another. */
  onChange(listener: () => void): () => void;
}

export const WireQuery = z.strictObject({
  after: z.coerce.number().int().min(-1).default(-1).describe('Entries with a greater number only'),
});

/** What a log stream carries beside the state: each entry once, in order. */
export type LogEntry = { readonly kind: 'wire'; readonly entry: WireEntry } | BenchView;

export interface Control {
  /** Puts something else on the log stream. */
  log(entry: LogEntry): void;
  close(): void;
}

/** The control API of a rig, on its server (rig-server.ts); described by openapi.ts. */
export function addControl<Action extends DeviceAction | BenchAction>(
  server: FastifyInstance,
  { devices, action, state, act, onChange }: Controlled<Action>,
): Control {
  const states = new EventStream();
  const tell = (entry: LogEntry) => log.send(entry, entry.kind);
  const log = new EventStream({ wire: WIRE_KEPT, journal: 100, states: 1 });

  server.get('/rig/state', () => state());
  server.get('/rig/events', (_request, reply) => states.add(reply));
  server.get('/rig/log', (_request, reply) => log.add(reply));
  server.get('/rig/wire', (request, reply) => {
    const query = WireQuery.safeParse(request.query);
    if (!query.success) return wrong(reply, query.error, 'after');
    return devices.wire.filter(({ n }) => n > query.data.after);
  });
  server.get<{ Params: { card: string } }>('/rig/cards/:card', (request, reply) => {
    const card = devices.card(request.params.card);
    return card ?? reply.code(404).send({ error: `there is no card "${request.params.card}" with value on it` });
  });
  server.post('/rig/actions', async (request, reply) => {
    const wanted = action.safeParse(request.body);
    if (!wanted.success) return wrong(reply, wanted.error, 'action');
    const problem = await act(wanted.data);
    return problem ? reply.code(409).send({ error: problem }) : reply.send(state());
  });

  const stops = [onChange(() => states.send(state())), devices.onWire((entry) => tell({ kind: 'wire', entry }))];
  states.send(state());
  log.open();
  return {
    log: tell,
    close() {
      for (const stop of stops) stop();
      states.close();
      log.close();
    },
  };
}

/** The control API of devices without a station, on the loopback address. Rejects where the port is taken. */
export async function serveControl(
  devices: Devices,
  port: number,
): Promise<{ address: string; close(): Promise<void> }> {
  const server = rigServer();
  const control = addControl(server, {
    devices,
    action: DeviceAction,
    state: () => devices.state,
    act: async (action) => devices.act(action),
    onChange: (listener) => devices.onChange(listener),
  });
  const address = await server.listen({ host: '127.0.0.1', port });
  return {
    address: `${address}/`,
    async close() {
      control.close();
      await server.close();
    },
  };
}

function wrong(reply: FastifyReply, error: z.ZodError, what: string): FastifyReply {
  const issue = error.issues[0];
  return reply.code(400).send({ error: `${issue?.path.join('.') || what}: ${issue?.message}` });
}

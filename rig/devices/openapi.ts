import { z } from 'zod';
import { CardTruth, DeviceAction, DevicesState, WireEntry } from './actions.ts';
import { WireQuery } from './control.ts';
import { Problem } from './rig-server.ts';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
};
const json = (schema: object) => ({ 'application/json': { schema } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const answer = (description: string, schema: object) => ({ description, content: json(schema) });
const foreign = { 403: answer('Asked by a page of another origin', ref('Problem')) };
const stream = (description: string) => ({
  200: { description, content: { 'text/event-stream': { schema: { type: 'string' } } } },
  ...foreign,
});
const wrong = (what: string) => ({ 400: answer(what, ref('Problem')) });

/** The control API of a rig's devices, made from the schemas that check it. `docs/rig-openapi.json` is this. */
export function openApi(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wester Kiosk: the devices of a rig',
      version: '1',
      description:
        'Simulated, real and replayed devices, moved and broken by a script. `npm run rig -- serve FILE` prints its address; ' +
        'the front panel of `npm start` speaks the same. On the loopback address only.',
    },
    paths: {
      '/rig/state': {
        get: {
          summary: 'Everything as it is now',
          responses: { 200: answer('The devices', ref('DevicesState')), ...foreign },
        },
      },
      '/rig/actions': {
        post: {
          summary: 'Lays, lifts, breaks, heals',
          requestBody: { required: true, content: json(ref('DeviceAction')) },
          responses: {
            200: answer('Done; the devices after it', ref('DevicesState')),
            ...wrong('Not JSON, no such action, or a field of it is wrong'),
            ...foreign,
            409: answer('Cannot be done here and now', ref('Problem')),
            413: answer('Too large', ref('Problem')),
            415: answer('Not sent as application/json', ref('Problem')),
          },
        },
      },
      '/rig/cards/{card}': {
        get: {
          summary: 'A card as it is, without asking the reader',
          parameters: [{ name: 'card', in: 'path', required: true, schema: { type: 'string' } }],
          responses: {
            200: answer('The card', ref('CardTruth')),
            ...foreign,
            404: answer('No such card, or one without value', ref('Problem')),
          },
        },
      },
      '/rig/wire': {
        get: {
          summary: 'What passed over the lines most lately, oldest first',
          parameters: [{ name: 'after', in: 'query', schema: schemaOf(WireQuery.shape.after, 'input') }],
          responses: {
            200: answer('Entries', { type: 'array', items: ref('WireEntry') }),
            ...wrong('after is no number'),
            ...foreign,
          },
        },
      },
      '/rig/events': {
        get: { summary: 'The state now and at every change', responses: stream('Server-sent events: DevicesState') },
      },
      '/rig/log': {
        get: {
          summary: 'The wire as it passes',
          responses: stream('Server-sent events: {"kind":"wire","entry":WireEntry}; other kinds are to be passed over'),
        },
      },
    },
    components: {
      schemas: {
        DeviceAction: schemaOf(DeviceAction, 'input'),
        DevicesState: schemaOf(DevicesState),
        CardTruth: schemaOf(CardTruth),
        WireEntry: schemaOf(WireEntry),
        Problem: schemaOf(Problem),
      },
    },
  };
}

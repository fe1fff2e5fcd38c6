/**
 * The browser shell: the passenger's page in an ordinary browser, and the front panel of the rig beside it. For desks,
 * rigs and tests; a kiosk in a station uses Electron and has neither. Listens on the loopback address only.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PageMessage } from '../../station/contract/index.ts';
import { StaffPageMessage } from '../../station/contract/staff.ts';
import type { Bench } from '../bench/bench.ts';
import { BenchAction } from '../devices/actions.ts';
import { addControl } from '../devices/control.ts';
import { rigServer } from '../devices/rig-server.ts';
import type { StationProcess } from '../station-process.ts';
import { EventStream } from './event-stream.ts';
import { addRecording } from './recording.ts';
import { serveFiles } from './static-files.ts';

export interface Shell {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string;
  /** How many messages of a page were refused since the start. */
  readonly refused: number;
  close(): Promise<void>;
}

/** A machine of the station as a picture is drawn from it. */
export interface ChartMachine {
  readonly id: string;
  readonly about: string;
  /** Parents before what is inside them; `path` as in `inService.home`. */
  readonly states: readonly { readonly path: string; readonly runs: readonly string[]; readonly isFinal: boolean }[];
  readonly arrows: readonly { readonly from: string; readonly to: string; readonly label: string }[];
}

export interface ShellOptions {
  readonly bench: Bench;
  readonly station: StationProcess;
  /** The built page; null where the page is shown elsewhere (Electron) or nowhere. */
  readonly pageDirectory: string | null;
  /** The machines of the station, for the panel to draw. */
  readonly chart: readonly ChartMachine[];
  /** 0: any free one. */
  readonly port: number;
}

export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; frame-ancestors 'self'";
const panelPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'";

/** For the panel, and the fixed-width one for the paper: a machine without Japanese fonts must show them too. */
const fonts = ['biz-udpgothic', 'biz-udgothic'] as const;

function fontDirectory(face: (typeof fonts)[number]): string {
  return dirname(fileURLToPath(import.meta.resolve(`@fontsource/${face}/package.json`)));
}

/** Rejects where the port is taken. */
export async function openShell({ bench, station, pageDirectory, chart, port }: ShellOptions): Promise<Shell> {
  const server = rigServer();
  const screens = new EventStream();
  const staffScreens = new EventStream();
  let refused = 0;

  const control = addControl(server, {
    devices: bench.devices,
    action: BenchAction,
    state: () => ({ ...bench.state(), page: pageDirectory !== null, station: { running: station.running } }),
    act: (action) => bench.act(action),
    onChange(listener) {
      const stops = [bench.onChange(listener), station.onScreen(listener)];
      return () => stops.forEach((stop) => void stop());
    },
  });
  server.get('/rig/chart', () => chart);
  const stopView = station.onBenchView((view) => control.log(view));
  if (pageDirectory) serveFiles(server, { prefix: '/page/', directory: pageDirectory, policy: pagePolicy, keep: true });
  serveFiles(server, { prefix: '/', directory: join(import.meta.dirname, '..', 'panel'), policy: panelPolicy });
  for (const face of fonts) {
    serveFiles(server, { prefix: `/fonts/${face}/`, directory: fontDirectory(face), policy: panelPolicy });
  }

  server.get('/channel', (_request, reply) => screens.add(reply));
  server.post('/channel', (request, reply) => {
    const message = PageMessage.safeParse(request.body);
    if (!message.success) {
      refused += 1;
      return reply.code(400).send({ error: 'not a message of the page' });
    }
    station.send(message.data);
    return reply.code(204).send();
  });
  addStaffChannel(server, station, staffScreens, () => {
    refused += 1;
  });
  addRecording(server, { station, facts: bench.state(), specOf: (card) => bench.specOf(card) });

  const stopScreens = station.onScreen((screen) => {
    if (screen) screens.send(screen);
    else screens.interrupt();
  });
  const stopStaffScreens = station.onStaffScreen((screen) => {
    if (screen) staffScreens.send(screen);
    else staffScreens.interrupt();
  });
  if (station.screen) screens.send(station.screen);

  try {
    await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} is taken; choose another with --port N, or 0 for any free one`);
  }
  const address = server.server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  return {
    address: `http://127.0.0.1:${actualPort}/`,
    get refused() {
      return refused;
    },
    async close() {
      stopScreens();
      stopStaffScreens();
      screens.close();
      staffScreens.close();
      stopView();
      control.close();
      await server.close();
    },
  };
}

/**
 * The channel of the staff page, apart from the passenger's. Here both pages come from one address, so a request says by
 * its referrer which of them it is; in the kiosk each has a window and a preload of its own (electron/main.ts).
 */
function addStaffChannel(
  server: FastifyInstance,
  station: StationProcess,
  screens: EventStream,
  refuse: () => void,
): void {
  const isStaffPage = ({ headers }: FastifyRequest) =>
    URL.parse(headers.referer ?? '')?.pathname === '/page/staff.html';
  server.get('/staff-channel', (request, reply) => {
    if (!isStaffPage(request)) {
      refuse();
      return reply.code(403).send({ error: 'not the staff page' });
    }
    // The page goes back to the passengers' by itself.
    if (!station.staffScreen) return reply.code(404).send({ error: 'nobody is at work' });
    return screens.add(reply);
  });
  server.post('/staff-channel', (request, reply) => {
    const message = StaffPageMessage.safeParse(request.body);
    if (!isStaffPage(request) || !message.success) {
      refuse();
      return reply.code(400).send({ error: 'not a message of the staff page' });
    }
    station.sendStaff(message.data);
    return reply.code(204).send();
  });
}

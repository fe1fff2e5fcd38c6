/**
 * The locked window: starts the station as a utility process, shows the page, connects the two. Arguments:
 * `--station-config=FILE`, `--windowed` (a developer's desk; a packaged program is a kiosk whatever it is told).
 */
import { join } from 'node:path';
import { app, Menu, protocol, session } from 'electron';
import { openKiosk } from './kiosk.ts';
import { lockContents, lockSession } from './lock.ts';
import { pageHandler, pageScheme } from './page-files.ts';

const dist = join(import.meta.dirname, '..');
const windowed = !app.isPackaged && app.commandLine.hasSwitch('windowed');
const configFile = app.commandLine.getSwitchValue('station-config') || '/etc/wester-kiosk/station.json';

// Electron would open a box with the error, on a machine that nobody can click away: the unit starts everything again.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error) => {
    console.error('window: defect', error);
    app.exit(1);
  });
}
// The page speaks with the system's voices where it has them (docs/voice.md); Linux wants to be asked.
app.commandLine.appendSwitch('enable-speech-dispatcher');
app.enableSandbox();
// `stream`: without it Chromium waits for the whole of a sound and then plays none of it (electron/electron#22955).
const privileges = { standard: true, secure: true, stream: true };
protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges }]);
app.on('web-contents-created', (_event, contents) => lockContents(contents, windowed));
app.on('child-process-gone', (_event, { type, reason }) => console.error(`${type} process: gone (${reason})`));

if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.exit(0);

function start(): void {
  Menu.setApplicationMenu(null);
  lockSession(session.defaultSession);
  const answer = pageHandler(join(dist, 'renderer'));
  protocol.handle(pageScheme, ({ url, method, headers }) => answer({ url, method, range: headers.get('range') }));
  openKiosk({ dist, configFile, windowed });
}

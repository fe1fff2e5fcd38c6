/**
 * The locked window: starts the station as a utility process, shows the page, connects the two. It knows nothing of
 * cards and money. Arguments: `--station-config=FILE`, `--windowed` (a developer's desk).
 */
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, Menu, protocol, type Session, session, type WebContents } from 'electron';
import { checkPageMessage } from './channel.ts';
import { channel } from './channel-names.ts';
import { pageAddress, pageHandler, pageScheme } from './page-files.ts';
import { type StationProcess, startStation } from './station-process.ts';
import { windowOptions } from './window-options.ts';

const here = import.meta.dirname;
const windowed = app.commandLine.hasSwitch('windowed');
const configFile = app.commandLine.getSwitchValue('station-config') || '/etc/wester-kiosk/station.json';

// The page speaks with the system's voices where it has them (docs/voice.md); Linux wants to be asked.
app.commandLine.appendSwitch('enable-speech-dispatcher');
app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true } }]);
app.on('web-contents-created', (_event, contents) => lock(contents));

if (!app.requestSingleInstanceLock()) {
  app.exit(0);
} else {
  void app.whenReady().then(start);
}

/** No way out of the page: no navigation, no new window, no webview, no shortcut, no zoom. */
function lock(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }) => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('before-input-event', (event, input) => {
    if (!windowed && (input.control || input.alt || input.meta || /^F\d+$/.test(input.key))) event.preventDefault();
  });
  void contents.setVisualZoomLevelLimits(1, 1);
}

function denyPermissions(own: Session): void {
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
}

function start(): void {
  Menu.setApplicationMenu(null);
  denyPermissions(session.defaultSession);
  const answer = pageHandler(join(here, '..', 'renderer'));
  protocol.handle(pageScheme, (request) => answer(request));

  let latest: unknown = null;
  const window = new BrowserWindow(windowOptions(join(here, 'preload.cjs'), windowed));
  const station = startStation(join(here, '..', 'station', 'main.js'), configFile, {
    screen(screen) {
      latest = screen;
      if (!window.isDestroyed()) window.webContents.send(channel.screen, screen);
    },
    gone() {
      latest = null;
      if (!window.isDestroyed()) window.webContents.send(channel.screen, null);
      console.error('station: gone, starting it again');
    },
  });

  let refused = 0;
  let shown = false;
  ipcMain.on(channel.fromPage, (event, message: unknown) => {
    const frame = event.senderFrame;
    const sender = { url: frame?.url ?? null, isTop: frame !== null && frame === window.webContents.mainFrame };
    const checked = checkPageMessage(sender, message, pageAddress);
    if (!checked.ok) {
      refused += 1;
      console.error(`page: message refused (${checked.refusal}), ${refused} so far`);
      return;
    }
    if (checked.message.kind === 'hello' && latest) window.webContents.send(channel.screen, latest);
    station.send(checked.message);
    if (!shown) {
      shown = true;
      // What `npm start` waits for: a page that runs and speaks.
      process.stdout.write('page shown\n');
    }
  });

  window.once('ready-to-show', () => window.show());
  window.webContents.on('render-process-gone', (_event, details) => {
    console.error(`page: gone (${details.reason}), loading it again`);
    void window.loadURL(pageAddress);
  });
  window.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
  void window.loadURL(pageAddress);
  stopCleanly(station);
}

/** A stop waits for the station: it finishes value in flight before it goes. */
function stopCleanly(station: StationProcess): void {
  let stopping = false;
  app.on('before-quit', (event) => {
    if (stopping) return;
    stopping = true;
    event.preventDefault();
    void station.stop().then(() => app.exit(0));
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}

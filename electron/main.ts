/**
 * The locked window: starts the station as a utility process, shows the page, connects the two. It knows nothing of
 * cards and money. Arguments: `--station-config=FILE`, `--windowed` (a developer's desk).
 */
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  type IpcMainEvent,
  ipcMain,
  Menu,
  protocol,
  type Session,
  session,
  type WebContents,
} from 'electron';
import { checkPageMessage, checkStaffMessage, type Sender } from './channel.ts';
import { channel, staffChannel } from './channel-names.ts';
import { pageAddress, pageHandler, pageScheme, staffPageAddress } from './page-files.ts';
import { type StaffWindow, Stage } from './stage.ts';
import { type StationProcess, startStation } from './station-process.ts';
import { windowOptions } from './window-options.ts';

const here = import.meta.dirname;
const windowed = app.commandLine.hasSwitch('windowed');
const configFile = app.commandLine.getSwitchValue('station-config') || '/etc/wester-kiosk/station.json';

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
  const stage = new Stage(() => openStaffWindow(window));
  const station = startStation(join(here, '..', 'station', 'main.js'), configFile, {
    screen(screen) {
      latest = screen;
      if (!window.isDestroyed()) window.webContents.send(channel.screen, screen);
    },
    staffScreen: (screen) => stage.screen(screen),
    power,
    gone() {
      latest = null;
      stage.screen(null);
      if (!window.isDestroyed()) window.webContents.send(channel.screen, null);
      console.error('station: gone, starting it again');
    },
  });

  let refused = 0;
  let shown = false;
  ipcMain.on(channel.fromPage, (event, message: unknown) => {
    const checked = checkPageMessage(senderOf(event, window), message, pageAddress);
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

  ipcMain.on(staffChannel.fromPage, (event, message: unknown) => {
    const checked = checkStaffMessage(senderOf(event, staffWindow), message, staffPageAddress);
    if (!checked.ok) {
      refused += 1;
      console.error(`staff page: message refused (${checked.refusal}), ${refused} so far`);
      return;
    }
    if (checked.message.kind === 'hello') stage.hello();
    station.send({ kind: 'staff', message: checked.message });
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

/** While staff are at work. */
let staffWindow: BrowserWindow | null = null;

/** The staff page lies over the passenger's window, with a preload that knows its channel and no other. */
function openStaffWindow(parent: BrowserWindow): StaffWindow {
  const window = new BrowserWindow({ ...windowOptions(join(here, 'preload-staff.cjs'), windowed), parent });
  staffWindow = window;
  window.once('ready-to-show', () => window.show());
  // A page that died is of no use to anybody: the card, taken and laid again, opens a new one.
  window.webContents.on('render-process-gone', () => void window.loadURL(staffPageAddress));
  window.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
  void window.loadURL(staffPageAddress);
  return {
    send: (screen) => {
      if (!window.isDestroyed()) window.webContents.send(staffChannel.screen, screen);
    },
    destroy() {
      staffWindow = null;
      if (!window.isDestroyed()) window.destroy();
    },
  };
}

/** Who spoke: the window's own top frame, or something else. */
function senderOf(event: IpcMainEvent, window: BrowserWindow | null): Sender {
  const frame = event.senderFrame;
  return { url: frame?.url ?? null, isTop: frame !== null && frame === window?.webContents.mainFrame };
}

/** Asked for by staff. Switching off ends this program; what the machine does then is for its service unit to say. */
function power(act: unknown): void {
  if (act !== 'restart' && act !== 'shut-down') return;
  if (act === 'restart') app.relaunch();
  app.quit();
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

/**
 * Stands in for Electron's main-process modules where its binary is not: what main.ts and its parts use, and nothing else (a
 * member that is missing here throws). Typed by Electron's own declarations, and strict where the documentation is: what
 * Electron refuses (a window before `ready`, a function over IPC, a destroyed window) is refused here.
 * Docs: electronjs.org/docs/latest/api/{app,browser-window,web-contents,ipc-main,protocol,session,utility-process}.
 */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { startUtility } from './utility.ts';
import { openView, type View } from './view.ts';

/** What a test does and sees from outside, where Electron has a person, an operating system or a page. */
export const outside = {
  switches: new Map<string, string | undefined>(),
  gotTheLock: true,
  sandboxed: false,
  schemes: [] as Electron.CustomScheme[],
  handlers: new Map<string, (request: Request) => Response | Promise<Response>>(),
  windows: [] as BrowserWindow[],
  menu: undefined as Electron.Menu | null | undefined,
  permission: {
    request: undefined as Parameters<Electron.Session['setPermissionRequestHandler']>[0] | undefined,
    check: undefined as Parameters<Electron.Session['setPermissionCheckHandler']>[0] | undefined,
    device: undefined as Parameters<Electron.Session['setDevicePermissionHandler']>[0] | undefined,
  },
  beforeRequest: null as ((details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void) | null,
  relaunched: 0,
  memoryKiB: 200_000,
  /** Ends the program; replaced by tests that look at what is left of it. */
  exit: (status: number): void => process.exit(status),
  beforeReady: (act: () => Promise<unknown>): Promise<void> => act().then(() => {}),
  openView,
  startUtility,
  cancelled,
};

let isReady = false;
let whenReady: Promise<void> | null = null;
/** Some turns after main.ts has begun, as in Electron: here after it has asked. */
function becomeReady(): Promise<void> {
  whenReady ??= new Promise((resolve) => {
    setImmediate(() => {
      isReady = true;
      resolve();
    });
  });
  return whenReady;
}
/** As it is before `ready`: for a second main.ts in the same process. */
outside.beforeReady = async (act) => {
  isReady = false;
  await act().finally(() => {
    isReady = true;
  });
};
function needsReady(what: string): void {
  if (!isReady) throw new Error(`${what} before the app is ready`);
}

/** Emits an event that can be prevented; returns whether it was. */
function cancelled(emitter: EventEmitter, name: string, ...details: unknown[]): boolean {
  let prevented = false;
  const event = {
    preventDefault: () => {
      prevented = true;
    },
  };
  emitter.emit(name, event, ...details);
  return prevented;
}

class App extends EventEmitter {
  readonly isPackaged = true;
  readonly commandLine = {
    appendSwitch: (name: string, value?: string) => void outside.switches.set(name, value),
    hasSwitch: (name: string) => outside.switches.has(name),
    getSwitchValue: (name: string) => outside.switches.get(name) ?? '',
  } satisfies Partial<Electron.CommandLine>;

  enableSandbox(): void {
    if (isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    outside.sandboxed = true;
  }
  whenReady = becomeReady;
  requestSingleInstanceLock = () => outside.gotTheLock;
  relaunch(): void {
    outside.relaunched += 1;
  }
  getAppMetrics = () => [{ memory: { workingSetSize: outside.memoryKiB } }] as Electron.ProcessMetric[];
  quit(): void {
    if (cancelled(this, 'before-quit')) return;
    for (const window of [...outside.windows]) window.destroy();
    if (!cancelled(this, 'will-quit')) this.exit(0);
  }
  exit(status = 0): void {
    outside.exit(status);
  }
}
type UsedOfApp =
  | 'isPackaged'
  | 'enableSandbox'
  | 'whenReady'
  | 'requestSingleInstanceLock'
  | 'relaunch'
  | 'getAppMetrics'
  | 'quit';
export const app = new App() satisfies Pick<Electron.App, UsedOfApp | 'exit'>;

/** What arrives from a page: `frame` null where it is gone by now. */
export function fromPage(sender: WebContents, frame: Frame | null, channel: string, args: readonly unknown[]): void {
  // Throws on functions and other things that cannot be cloned, as ipcRenderer.send does.
  const copies = structuredClone(args);
  setImmediate(() => ipcMain.emit(channel, { sender, senderFrame: frame, type: 'frame' }, ...copies));
}
export const ipcMain = new EventEmitter() as EventEmitter & Pick<Electron.IpcMain, 'on'>;

export interface Frame {
  readonly url: string;
}

class WebContents extends EventEmitter {
  mainFrame: Frame = { url: '' };
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined;
  webRtcPolicy: string | null = null;
  zoomLimits: readonly [number, number] | null = null;
  readonly view: View;
  readonly #owner: BrowserWindow;

  constructor(owner: BrowserWindow) {
    super();
    this.#owner = owner;
    this.view = outside.openView(this as never, owner.options);
  }
  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: Parameters<Electron.WebContents['setWebRTCIPHandlingPolicy']>[0]): void {
    this.webRtcPolicy = policy;
  }
  async setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    this.zoomLimits = [minimum, maximum];
  }
  send(channel: string, ...args: unknown[]): void {
    if (this.#owner.isDestroyed()) throw new TypeError('Object has been destroyed');
    this.view.send(channel, structuredClone(args));
  }
  forcefullyCrashRenderer(): void {
    this.view.crash();
  }
  /** The process of the page has ended. */
  gone(reason: Electron.RenderProcessGoneDetails['reason']): void {
    this.zoomLimits = null;
    this.emit('render-process-gone', {}, { reason, exitCode: 1 } satisfies Electron.RenderProcessGoneDetails);
  }
}
export type StandInContents = WebContents;

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly options: Electron.BrowserWindowConstructorOptions;
  #shown = false;
  #destroyed = false;
  #isLoaded = false;
  #wasReady = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    needsReady('Cannot create BrowserWindow');
    this.options = options;
    this.webContents = new WebContents(this);
    outside.windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    const frame: Frame = { url };
    this.webContents.mainFrame = frame;
    await this.webContents.view.load(url, () => this.webContents.emit('dom-ready', {}));
    this.webContents.emit('did-finish-load', {});
    this.#isLoaded = true;
    this.#draw();
  }
  show(): void {
    this.#shown = true;
    this.#draw();
  }
  hide(): void {
    this.#shown = false;
  }
  isVisible = () => this.#shown;
  /** As on Wayland: what is not shown gets no frame, and has no first one. */
  #draw(): void {
    if (this.#wasReady || !this.#isLoaded || !this.#shown) return;
    this.#wasReady = true;
    this.emit('ready-to-show', {});
  }
  /** As its page or the window manager asks for it; `destroy` asks nobody. */
  close(): void {
    if (!cancelled(this, 'close')) this.destroy();
  }
  isDestroyed = () => this.#destroyed;
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.webContents.view.close();
    outside.windows.splice(outside.windows.indexOf(this), 1);
    this.emit('closed', {});
    if (outside.windows.length === 0) app.emit('window-all-closed');
  }
}
null as unknown as BrowserWindow satisfies Pick<
  Electron.BrowserWindow,
  'loadURL' | 'show' | 'hide' | 'isVisible' | 'close' | 'isDestroyed' | 'destroy'
>;
null as unknown as WebContents satisfies Pick<
  Electron.WebContents,
  'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy' | 'setVisualZoomLevelLimits' | 'send' | 'forcefullyCrashRenderer'
>;

export const Menu = {
  setApplicationMenu(menu) {
    outside.menu = menu;
  },
} satisfies Pick<typeof Electron.Menu, 'setApplicationMenu'>;

export const protocol = {
  registerSchemesAsPrivileged(schemes) {
    if (isReady) throw new Error('registerSchemesAsPrivileged after the app was ready');
    outside.schemes.push(...schemes);
  },
  handle(scheme, handler) {
    needsReady('protocol.handle');
    outside.handlers.set(scheme, handler as (request: Request) => Response);
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

class StandInSession extends EventEmitter {
  setPermissionRequestHandler = ((handler) => {
    outside.permission.request = handler;
  }) as Electron.Session['setPermissionRequestHandler'];
  setPermissionCheckHandler = ((handler) => {
    outside.permission.check = handler;
  }) as Electron.Session['setPermissionCheckHandler'];
  setDevicePermissionHandler = ((handler) => {
    outside.permission.device = handler;
  }) as Electron.Session['setDevicePermissionHandler'];
  readonly webRequest = {
    onBeforeRequest: (listener: typeof outside.beforeRequest) => {
      outside.beforeRequest = listener;
    },
  };
}
const defaultSession = new StandInSession();
export const session = {
  get defaultSession() {
    needsReady('Session can not be received');
    return defaultSession;
  },
};

export const utilityProcess = {
  fork(modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}) {
    needsReady('utilityProcess.fork');
    return outside.startUtility(modulePath, args, options);
  },
};
null as unknown as ReturnType<typeof utilityProcess.fork> satisfies Pick<
  Electron.UtilityProcess,
  'pid' | 'kill' | 'postMessage'
>;

/** Connects the pages with the station, and keeps both alive. Knows nothing of cards and money. */
import { join } from 'node:path';
import { app } from 'electron';
import type { Screen } from '../station/contract/index.ts';
import type { StaffScreen } from '../station/contract/staff.ts';
import { checkPageMessage, checkStaffMessage } from './channel.ts';
import { channel, staffChannel } from './channel-names.ts';
import { handle } from './handle.ts';
import { hearBeats, KioskWindow, type PageKind } from './kiosk-window.ts';
import { outOfService } from './own-screen.ts';
import { pageAddress, staffPageAddress } from './page-files.ts';
import { Stage } from './stage.ts';
import { StationProcess } from './station-process.ts';
import { feedWatchdog, keepHouse } from './supervise.ts';
import { isOnTrial } from './trial.ts';
import { findWatchdog } from './watchdog.ts';
import { type Reason, wayOut } from './ways-out.ts';

export interface KioskOptions {
  /** Where the built parts are: `electron`, `station`. */
  readonly dist: string;
  readonly configFile: string;
  /** On a developer's desk. */
  readonly windowed: boolean;
}

export function openKiosk({ dist, configFile, windowed }: KioskOptions): void {
  const preload = (name: string) => join(dist, 'electron', name);
  const passenger = { name: 'page', address: pageAddress, preload: preload('preload.cjs'), channel };
  const forStaff = {
    name: 'staff page',
    address: staffPageAddress,
    preload: preload('preload-staff.cjs'),
    channel: staffChannel,
  } satisfies PageKind;
  const watchdog = findWatchdog(process.env);
  const onTrial = isOnTrial(process.execPath);

  /** Null: the station is gone, and the page says "one moment". */
  let latest: Screen | null = null;
  let last: Screen | null = null;
  let session: string | null = null;
  let shown = false;
  let staffWindow: KioskWindow | null = null;

  const page = new KioskWindow(passenger, windowed);
  const stage = new Stage<StaffScreen>(() => {
    staffWindow = new KioskWindow(forStaff, windowed, page);
    return staffWindow;
  });
  const show = (screen: Screen | null) => {
    latest = screen;
    last = screen ?? last;
    page.send(screen);
  };
  const showStaff = (screen: StaffScreen | null) => {
    session = screen?.session ?? null;
    stage.screen(screen);
  };
  const station = new StationProcess(join(dist, 'station', 'main.js'), configFile, {
    shown: () => page.isAlive,
    screen: show,
    staffScreen: showStaff,
    power: (act) => leave(act),
    lasts(closed) {
      // An update whose station is closed is taken back. Anything else would only be started again, with staff in front of it.
      if (latest && !(closed && onTrial)) watchdog?.up('station');
    },
    gone(closed) {
      showStaff(null);
      show(closed ? outOfService(last) : null);
    },
  });
  const leave = leaving(station, watchdog !== null);

  handle(
    channel.fromPage,
    () => page.browserWindow,
    (sender, message) => checkPageMessage(sender, message, pageAddress),
    (message) => {
      if (message.kind === 'hello') {
        if (latest) page.send(latest);
        // Whether there is anything to see is known at once, and not with the next beat.
        page.ask();
      }
      station.send(message);
    },
  );
  handle(
    staffChannel.fromPage,
    () => staffWindow?.browserWindow ?? null,
    (sender, message) => checkStaffMessage(sender, message, staffPageAddress, session),
    (message) => {
      if (message.kind === 'hello') stage.hello();
      station.send({ kind: 'staff', message });
    },
  );
  hearBeats(
    passenger,
    () => page,
    (drawn) => {
      // "Please wait" is not enough: a page that can draw no screen has not come up.
      if (drawn !== 'please-wait') watchdog?.up('page');
      if (shown) return;
      shown = true;
      // What `npm start` waits for, whose station may still be starting.
      process.stdout.write('page shown\n');
    },
  );
  hearBeats(forStaff, () => staffWindow);
  feedWatchdog(watchdog, () => ({ page: page.isWell, station: station.health }));
  keepHouse(
    () => ({ screen: latest?.body.id ?? null, staffAtWork: stage.isOpen }),
    () => leave('restart'),
  );
}

/** Returns how to leave. Every way out waits for the station: it finishes value in flight before it goes. */
function leaving(station: StationProcess, supervised: boolean): (reason: Reason) => void {
  let reason: Reason = 'closed';
  let stopping = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    void station.stop().then((finished) => {
      const { relaunch, status } = wayOut(reason, supervised, finished);
      if (relaunch) app.relaunch();
      app.exit(status);
    });
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  return (why) => {
    // Switched off stays switched off, though housekeeping comes while the station finishes.
    if (!stopping) reason = why;
    app.quit();
  };
}

import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from '../../renderer/build.ts';
import { type Bench, createBench } from '../../rig/bench/bench.ts';
import { CenterProcess } from '../../rig/center-process.ts';
import { openShell, type Shell as PageServer } from '../../rig/shell/shell.ts';
import { enrolRigStaff } from '../../rig/staff.ts';
import { StationProcess } from '../../rig/station-process.ts';
import { parseConfig } from '../../station/config.ts';
import { staffFiles } from '../../station/staff/assemble.ts';
import { buildShell } from '../build.ts';
import { findChromium } from '../chromium.ts';
import { installDebian } from '../debian.ts';
import type { Shell } from './choose-shell.ts';
import type { Options } from './options.ts';
import { closeWindow, hasDisplay, openChromiumWindow, openElectronWindow } from './window.ts';

const root = join(import.meta.dirname, '..', '..');
const stationName = 'デモ駅';
/** A station that has shown nothing after this long will not: it dies again and again, and its log says why. */
const FIRST_SCREEN_MS = 30_000;

/** Everything that `npm start` brings up, and the order in which it goes down again. */
export class Demo {
  readonly #options: Options;
  readonly #directory: string;
  readonly #say: (line: string) => void;
  #bench: Bench | null = null;
  #center: CenterProcess | null = null;
  #station: StationProcess | null = null;
  #server: PageServer | null = null;
  #window: ChildProcess | null = null;

  constructor(options: Options, directory: string, say: (line: string) => void) {
    this.#options = options;
    this.#directory = directory;
    this.#say = say;
  }

  /** Resolves to the address of the page when it can be used. */
  async start(shell: Shell): Promise<string> {
    const center = new CenterProcess([
      process.execPath,
      join(root, 'cli', 'center.ts'),
      'serve',
      '--database',
      join(this.#directory, 'center.sqlite'),
      '--date',
      this.#options.date,
      '--import',
      join(root, 'rig', 'cards', 'demo-accounts.jsonl'),
      '--stop-with-stdin',
    ]);
    this.#center = center;
    await center.start();

    const station = new StationProcess(join(root, 'station', 'main.ts'), join(this.#directory, 'station.json'));
    this.#station = station;
    const bench = createBench({
      directory: this.#directory,
      facts: { businessDate: this.#options.date, profile: this.#options.profile, stationName },
      center,
      station,
    });
    this.#bench = bench;
    const configFile = this.#writeStationConfig(center.address, bench);

    const inElectron = shell.kind === 'electron' && (await this.#openElectron(shell.binary, configFile));
    const page = shell.kind === 'none' || inElectron ? null : await buildPage();
    this.#server = await openShell({ bench, station, pageDirectory: page, port: this.#options.port });
    if (!inElectron) await this.#startStation(station);
    if (shell.kind === 'browser') this.#sayBrowser(shell.why);
    if (page) this.#openBrowser(this.#server.address);
    return this.#server.address;
  }

  /** The station finishes value in flight, then the center goes, then the devices; nothing is left running. */
  async stop(): Promise<void> {
    // In Electron the station goes with its window.
    if (this.#window) await closeWindow(this.#window);
    await this.#station?.stop();
    await this.#server?.close();
    await this.#center?.stop();
    await this.#bench?.close();
  }

  #writeStationConfig(centerAddress: string, bench: Bench): string {
    const data = join(this.#directory, 'station');
    mkdirSync(data, { recursive: true });
    enrolRigStaff(join(data, staffFiles.register), bench.enrolled);
    const exports = join(this.#directory, 'exports');
    mkdirSync(exports, { recursive: true });
    const file = join(this.#directory, 'station.json');
    const config = {
      station: { id: 'DEMO-1', name: stationName },
      profile: this.#options.profile,
      mode: 'rig',
      reader: { kind: 'pn532', line: bench.readerAddress },
      printer: { line: bench.printerAddress, widthMm: 80, proof: 'process-id' },
      tower: { line: bench.towerAddress },
      sam: 'rig',
      center: { url: centerAddress },
      // In the place of a medium: the front panel has no USB socket.
      exportTo: exports,
      ...setByStaff(file),
      data,
      log: join(this.#directory, 'station.log'),
    };
    writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`);
    return file;
  }

  /** Rejects with the station's last words where it shows no screen in time. */
  async #startStation(station: StationProcess): Promise<void> {
    station.start();
    await new Promise<void>((resolve, reject) => {
      const log = join(this.#directory, 'station.log');
      const limit = setTimeout(() => {
        reject(new Error(`the station shows no screen after ${FIRST_SCREEN_MS / 1000} s: ${lastLine(log)} (${log})`));
      }, FIRST_SCREEN_MS);
      const stop = station.onScreen((screen) => {
        if (!screen) return;
        clearTimeout(limit);
        stop();
        resolve();
      });
    });
  }

  async #openElectron(binary: string, configFile: string): Promise<boolean> {
    await buildPage();
    await buildShell();
    const opened = await openElectronWindow(binary, join(root, 'dist', 'electron', 'main.js'), configFile);
    if (!opened.window) {
      this.#say(`Electron was started, but ${opened.why}; taking the browser shell`);
      return false;
    }
    this.#window = opened.window;
    this.#say('the machine is in the Electron window; the front panel is at the address below');
    return true;
  }

  #sayBrowser(why: string): void {
    this.#say(`browser shell (${why}); Electron is the window of a real kiosk`);
  }

  #openBrowser(address: string): void {
    if (this.#options['no-open'] || !hasDisplay()) return;
    if (!findChromium()) installDebian(['chromium'], 'the window needs it', this.#say);
    this.#window = openChromiumWindow(address, this.#directory);
    if (!this.#window) this.#say('no Chromium found: open the address below in a browser');
  }
}

/** What staff have set stays over a restart of the demo; everything else is what this start was asked for. */
function setByStaff(file: string): object {
  try {
    const before = parseConfig(readFileSync(file, 'utf8'));
    if (!before.ok) return {};
    const { display, openingHours } = before.value;
    return { display, ...(openingHours && { openingHours }) };
  } catch {
    return {};
  }
}

function lastLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').at(-1) || 'it said nothing';
  } catch {
    return 'it left no log';
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { unreachable } from '../hardware/result.ts';
import type { BenchView } from '../station/bench-view.ts';
import type { PageMessage, Screen } from '../station/contract/index.ts';
import type { StaffPageMessage, StaffScreen } from '../station/contract/staff.ts';
import type { HostMessage } from '../station/host.ts';
import type { PowerAct } from '../station/staff/parts.ts';

/** Milliseconds before the n-th start in a row: half a second, doubling, at most ten seconds. */
function pauseBefore(starts: number): number {
  return Math.min(10_000, 500 * 2 ** Math.max(0, starts - 1));
}

/** How long a station that was asked to stop may take to finish value in flight. */
const STOP_LIMIT_MS = 20_000;

/** A run of this length counts as healthy: the next pause is short again. */
const HEALTHY_RUN_MS = 30_000;

/**
 * The station as a process of its own, as in the kiosk: started again when it dies. Whatever was in flight is in its
 * journal; a new station goes through recovery before it opens.
 */
export class StationProcess {
  readonly #entry: string;
  readonly #configFile: string;
  readonly #onScreen = new Set<(screen: Screen | null) => void>();
  readonly #onBenchView = new Set<(view: BenchView) => void>();
  readonly #onStaffScreen = new Set<(screen: StaffScreen | null) => void>();
  #child: ChildProcess | null = null;
  #staffScreen: StaffScreen | null = null;
  #latest: Screen | null = null;
  #starts = 0;
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(entry: string, configFile: string) {
    this.#entry = entry;
    this.#configFile = configFile;
  }

  /** The screen that is up; null while no station runs. */
  get screen(): Screen | null {
    return this.#latest;
  }

  get running(): boolean {
    return this.#child !== null;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What staff see; null while nobody is at work. */
  get staffScreen(): StaffScreen | null {
    return this.#staffScreen;
  }

  onStaffScreen(listener: (screen: StaffScreen | null) => void): () => void {
    this.#onStaffScreen.add(listener);
    return () => this.#onStaffScreen.delete(listener);
  }

  /** What goes on inside: states of the machines, entries of the journal. */
  onBenchView(listener: (view: BenchView) => void): () => void {
    this.#onBenchView.add(listener);
    return () => this.#onBenchView.delete(listener);
  }

  onScreen(listener: (screen: Screen | null) => void): () => void {
    this.#onScreen.add(listener);
    return () => this.#onScreen.delete(listener);
  }

  start(): void {
    if (this.#child) return;
    this.#stopping = false;
    clearTimeout(this.#timer);
    this.#starts += 1;
    const startedAt = performance.now();
    // A process group of its own: Ctrl-C in the terminal must not stop it before it was asked to finish.
    const child = fork(this.#entry, [this.#configFile], {
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, WESTER_SHOW_BENCH: '1' },
    });
    this.#child = child;
    child.on('message', (message: HostMessage) => this.#hear(message));
    child.on('error', () => {});
    child.once('exit', () => {
      this.#child = null;
      this.#tellStaff(null);
      this.#tell(null);
      if (this.#stopping) return;
      if (performance.now() - startedAt > HEALTHY_RUN_MS) this.#starts = 0;
      this.#timer = setTimeout(() => this.start(), pauseBefore(this.#starts));
    });
  }

  send(message: PageMessage): void {
    // A station that dies at this moment takes the touch with it: the page will get the true screen of the next one.
    this.#child?.send(message, () => {});
  }

  /** From the staff page. */
  sendStaff(message: StaffPageMessage): void {
    this.#child?.send({ kind: 'staff', message }, () => {});
  }

  /** Power cut: no warning, no cleaning up. It is started again like after any death. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Asks it to stop and waits; what does not stop in time is killed (its journal knows what it was doing). */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      child.once('exit', () => {
        clearTimeout(limit);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  #hear(message: HostMessage): void {
    switch (message.kind) {
      case 'screen':
        this.#tell(message.screen);
        break;
      case 'staff-screen':
        this.#tellStaff(message.screen);
        break;
      case 'bench':
        for (const listener of this.#onBenchView) listener(message.view);
        break;
      case 'power':
        void this.#power(message.act);
        break;
      case 'beat':
        // Nobody asks for it here.
        break;
      default:
        unreachable(message);
    }
  }

  /** On a bench the machine is this process: to restart it is to start it again, to switch it off is to let it be. */
  async #power(act: PowerAct): Promise<void> {
    await this.stop();
    if (act === 'restart') this.start();
  }

  #tellStaff(screen: StaffScreen | null): void {
    this.#staffScreen = screen;
    for (const listener of this.#onStaffScreen) listener(screen);
  }

  #tell(screen: Screen | null): void {
    this.#latest = screen;
    for (const listener of this.#onScreen) listener(screen);
  }
}

/**
 * What a demo or a rig has in front of it: the devices, and the processes of the center and the station that can be
 * stopped. The station knows only the lines of the devices.
 */
import type { CardSpec } from '../../hardware/card/simulator/spec.ts';
import type { CenterProcess } from '../center-process.ts';
import type { BenchAction, DevicesState } from '../devices/actions.ts';
import { allSimulated, type RigFile } from '../devices/config.ts';
import { Devices } from '../devices/devices.ts';
import type { StationProcess } from '../station-process.ts';
import type { CardBox } from './cards.ts';

/** Shown on the panel so that nobody takes the demo for the real thing. */
export interface BenchFacts {
  readonly businessDate: string;
  readonly profile: string;
  readonly stationName: string;
}

/** A bench has a reader and a printer always. */
export interface BenchState extends BenchFacts, Omit<DevicesState, 'reader' | 'printer'> {
  readonly reader: NonNullable<DevicesState['reader']>;
  readonly printer: NonNullable<DevicesState['printer']>;
  readonly center: { running: boolean };
}

export interface BenchOptions {
  /** Where the cards are kept. */
  readonly directory: string;
  readonly facts: BenchFacts;
  readonly center: CenterProcess;
  readonly station: StationProcess;
  /** Left out: everything simulated. */
  readonly rig?: RigFile;
}

export class Bench {
  readonly devices: Devices;
  readonly #options: BenchOptions;
  readonly #listeners = new Set<() => void>();

  constructor(options: BenchOptions, devices: Devices) {
    this.#options = options;
    this.devices = devices;
    devices.onChange(() => this.#changed());
    options.center.onChange(() => this.#changed());
  }

  /** The staff cards that a machine of this bench begins with, and their PINs. */
  get enrolled(): CardBox['enrolled'] {
    return this.devices.reader?.box?.enrolled ?? [];
  }

  /** A card as it is now; null: there is none of this name. */
  specOf(card: string): CardSpec | null {
    return this.devices.reader?.box?.specOf(card) ?? null;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  state(): BenchState {
    const { facts, center } = this.#options;
    const { reader, printer, ...others } = this.devices.state;
    if (!reader || !printer) throw new Error('a bench without a reader or a printer');
    return { ...facts, ...others, reader, printer, center: { running: center.running } };
  }

  /** Does it; returns what stands in the way, or null. */
  async act(action: BenchAction): Promise<string | null> {
    const { center, station } = this.#options;
    switch (action.do) {
      case 'center':
        if (action.action === 'stop') await center.stop();
        else await center.start();
        this.#changed();
        return null;
      case 'station':
        if (!station.running) return 'the station is not running here';
        station.kill();
        return null;
      default:
        return this.devices.act(action);
    }
  }

  close(): Promise<void> {
    return this.devices.close();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Rejects with PartWrong where a device of the rig cannot be had. */
export async function createBench(options: BenchOptions): Promise<Bench> {
  const { rig = allSimulated, directory } = options;
  // A station needs a reader and a printer: what the file leaves out is simulated.
  const devices = { ...allSimulated.devices, ...rig.devices };
  return new Bench(options, await Devices.open({ rig: { devices }, directory }));
}

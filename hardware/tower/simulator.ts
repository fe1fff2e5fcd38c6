import type { ByteStream } from '../stream.ts';
import { decodeReport, type Lamp, type Tier, type TowerReport, tiers } from './codec.ts';

export interface TowerSimulator {
  /** What the tower shows now; `keep` never stands here. */
  readonly lamps: Readonly<Record<Tier, Lamp>>;
  readonly buzzer: TowerReport['buzzer'];
  /** How often a report has set the buzzer off. */
  readonly calls: number;
  /** Reports that a tower would not have understood, in words. Tests expect none. */
  readonly breaches: readonly string[];
  onChange(listener: () => void): () => void;
  /** Power off and on, as unplugging does: dark and silent. */
  powerCycle(): void;
  /** Lets go of the line. */
  stop(): void;
}

/** A PATLITE LR6-USB at the device's end of a line of reports. Source: docs/facts/felica.md §9.1. */
export function createTowerSimulator(stream: Pick<ByteStream, 'onData'>): TowerSimulator {
  return new Simulator(stream);
}

const dark: Readonly<Record<Tier, Lamp>> = { red: 'off', yellow: 'off', green: 'off', blue: 'off', white: 'off' };
const silent: TowerReport['buzzer'] = { sound: 'off', times: 0 };

class Simulator implements TowerSimulator {
  readonly breaches: string[] = [];
  readonly stop: () => void;
  readonly #listeners = new Set<() => void>();
  lamps = dark;
  buzzer = silent;
  calls = 0;

  constructor(stream: Pick<ByteStream, 'onData'>) {
    this.stop = stream.onData((report) => this.#take(report));
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  powerCycle(): void {
    this.lamps = dark;
    this.buzzer = silent;
    this.#changed();
  }

  #take(bytes: Uint8Array): void {
    const decoded = decodeReport(bytes);
    if (!decoded.ok) {
      this.breaches.push(decoded.error);
      return;
    }
    const report = decoded.value;
    const kept = (tier: Tier): Lamp => (report[tier] === 'keep' ? this.lamps[tier] : report[tier]);
    this.lamps = Object.fromEntries(tiers.map((tier) => [tier, kept(tier)])) as Record<Tier, Lamp>;
    if (report.buzzer.sound !== 'keep') {
      this.buzzer = report.buzzer;
      if (report.buzzer.sound !== 'off') this.calls++;
    }
    this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

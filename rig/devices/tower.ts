import { createTowerSimulator, type TowerSimulator } from '../../hardware/tower/simulator.ts';
import { tapped } from '../wire/wire.ts';
import type { DeviceAction, DevicesState } from './actions.ts';
import type { TowerPart } from './config.ts';
import { listener, openLine, openReal, type Rig } from './part.ts';

type TowerState = NonNullable<DevicesState['tower']>;
type Touch = Extract<DeviceAction, { do: 'tower' }>;

/** The signal tower of a rig. */
export interface RigTower {
  readonly state: TowerState;
  /** Null, or what stands in the way. */
  touch(action: Touch): string | null;
  close(): Promise<void>;
}

/** Throws PartWrong. */
export async function openTower(part: TowerPart, rig: Rig): Promise<RigTower> {
  if (part.is === 'real') {
    const real = await openReal('tower', part, rig);
    return {
      get state(): TowerState {
        const unseen = { breaches: [], lamps: {}, buzzer: 'off', calls: 0 };
        return { is: 'real', address: real.address, plugged: real.isPlugged, ...unseen };
      },
      touch: () => 'the tower is real: a hand has to do that',
      close: () => real.close(),
    };
  }
  const ear = listener('tower', part.record, 'simulated', rig);
  const line = await openLine('tower', part.at, rig);
  const tower: TowerSimulator = createTowerSimulator(tapped(line.stream, rig.clock, ear.seen));
  tower.onChange(() => rig.changed());
  return {
    get state(): TowerState {
      const { lamps, buzzer, calls, breaches } = tower;
      const { path: address, isPlugged: plugged } = line;
      return { is: 'simulated', address, plugged, breaches: [...breaches], lamps, buzzer: buzzer.sound, calls };
    },
    touch({ action }) {
      if (action === 'plug-in') line.replug();
      else {
        line.unplug();
        tower.powerCycle();
      }
      return null;
    },
    async close() {
      tower.stop();
      line.close();
      ear.close();
    },
  };
}

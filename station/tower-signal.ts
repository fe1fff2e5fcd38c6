import type { SignalTower, TowerSignal } from '../hardware/tower/port.ts';
import type { Screen } from './contract/index.ts';
import type { Station } from './station.ts';

/** What the tower says to people who stand too far away to read the screen. */
export function towerSignal(screen: Pick<Screen, 'body'>): TowerSignal {
  switch (screen.body.id) {
    case 'starting':
    // Nobody is to come, and nobody to look after it.
    case 'closed':
      return 'off';
    case 'out-of-service':
    case 'maintenance':
      return 'out-of-service';
    case 'staff-called':
      return 'staff-call';
    default:
      // Every other screen stands in front of a passenger.
      return 'in-service';
  }
}

/** From now on the tower follows the screens. */
export function followWithTower(station: Station, tower: SignalTower): void {
  station.onScreen((screen) => tower.show(towerSignal(screen)));
}

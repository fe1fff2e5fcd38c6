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

/**
 * From now on the tower follows the screens. Returns what is to be told whether a page shows them: while the display is
 * dark the machine serves nobody, whatever it says itself.
 */
export function followWithTower(station: Station, tower: SignalTower): (shown: boolean) => void {
  let isShown = true;
  let told: TowerSignal | null = null;
  const look = (screen: Pick<Screen, 'body'>) => {
    const signal = towerSignal(screen);
    const next = isShown || signal === 'staff-call' ? signal : 'out-of-service';
    if (next === told) return;
    told = next;
    tower.show(next);
  };
  station.onScreen(look);
  return (shown) => {
    isShown = shown;
    look(station.screen);
  };
}

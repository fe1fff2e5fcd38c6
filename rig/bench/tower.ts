import { reportLength } from '../../hardware/tower/codec.ts';
import { createTowerSimulator, type TowerSimulator } from '../../hardware/tower/simulator.ts';
import { openPseudoTerminal } from '../pty.ts';

export interface BenchTower {
  /** What the station's configuration names: on a test bench a tower need not be a HID device. */
  readonly address: string;
  readonly simulator: TowerSimulator;
  close(): void;
}

/** A signal tower on a pseudo terminal, which knows no reports: they are cut out of its bytes by their length. */
export function benchTower(link: string): BenchTower {
  const terminal = openPseudoTerminal(link);
  const simulator = createTowerSimulator({
    onData(listener) {
      let held = Buffer.alloc(0);
      return terminal.stream.onData((bytes) => {
        held = Buffer.concat([held, bytes]);
        for (; held.length >= reportLength; held = held.subarray(reportLength)) {
          listener(Uint8Array.from(held.subarray(0, reportLength)));
        }
      });
    },
  });
  return {
    address: terminal.path,
    simulator,
    close() {
      simulator.stop();
      terminal.close();
    },
  };
}

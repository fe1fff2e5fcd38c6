/** What every station of the benchmark is given; its lines, its clock and its journal are its own. */
import type { Parts } from '../../station/assemble.ts';

export function stationParts(id: string): Pick<Parts, 'config' | 'log' | 'softwareVersion'> {
  return {
    config: {
      station: { id, name: 'Bench', code: '0107', region: 0 },
      profile: 'navy',
      mode: 'rig',
      sam: 'rig',
      reader: { kind: 'pn532' },
      printer: { widthMm: 80, proof: 'process-id' },
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    softwareVersion: 'bench',
  };
}

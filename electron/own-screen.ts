import { FRESH_MODES, type Screen } from '../station/contract/index.ts';

/**
 * "Out of service" in main's own words, for a station that cannot even be started. What the station last said of the machine
 * stays true; of the passenger nothing is left. It takes no touch: nobody is there to answer one.
 */
export function outOfService(last: Screen | null): Screen {
  return {
    revision: last ? last.revision + 1 : 0,
    language: 'ja',
    modes: FRESH_MODES,
    profile: last?.profile ?? 'navy',
    stationName: last?.stationName ?? '',
    businessDate: null,
    pointName: null,
    timeLimit: null,
    accepts: [],
    body: { id: 'out-of-service', reason: 'staff' },
  };
}

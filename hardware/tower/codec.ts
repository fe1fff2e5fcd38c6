import { fail, ok, type Result } from '../result.ts';
import type { TowerPart, TowerSignal } from './port.ts';

/** PATLITE LR6-USB: numbers of maker and product. Source: docs/facts/felica.md §9. */
export const lr6Usb = { vendorId: 0x191a, productId: 0x8003 } as const;

/** A lamp, by its code in the report (docs/facts/felica.md §9.1): 2 to 5 are the tower's own patterns of blinking. */
export type Lamp = 'off' | 'on' | 'pattern-2' | 'pattern-3' | 'pattern-4' | 'pattern-5' | 'keep';
const lampCodes: Readonly<Record<Lamp, number>> = {
  off: 0x0,
  on: 0x1,
  'pattern-2': 0x2,
  'pattern-3': 0x3,
  'pattern-4': 0x4,
  'pattern-5': 0x5,
  keep: 0xf,
};
const lampNames = new Map(Object.entries(lampCodes).map(([name, code]) => [code, name as Lamp]));

export const tiers = ['red', 'yellow', 'green', 'blue', 'white'] as const;
export type Tier = (typeof tiers)[number];

export interface TowerReport extends Readonly<Record<Tier, Lamp>> {
  /** Same codes as a lamp's. `times`: how often the pattern sounds, 0 to 15. */
  readonly buzzer: { readonly sound: Lamp; readonly times: number };
}

/** 0 in front: the tower's reports have no number. Then command 00 and, at the end, a byte that means nothing. */
export const reportLength = 9;
/** Both pitches of the buzzer as they came from the factory. */
const defaultPitches = 0xff;

const dark = { red: 'off', yellow: 'off', green: 'off', blue: 'off', white: 'off' } as const;
const silent = { sound: 'off', times: 0 } as const;

/** What each signal looks like. A call blinks and sounds three times; it must be told apart by who sees no colours. */
export const looks: Readonly<Record<TowerSignal, TowerReport>> = {
  off: { ...dark, buzzer: silent },
  'in-service': { ...dark, green: 'on', buzzer: silent },
  'out-of-service': { ...dark, red: 'on', buzzer: silent },
  'staff-call': { ...dark, yellow: 'pattern-2', buzzer: { sound: 'pattern-2', times: 3 } },
};

/** One lamp lit and nothing else, or three tones of the buzzer: for staff, who look and listen. */
export function lookOfPart(part: TowerPart): TowerReport {
  return part === 'buzzer'
    ? { ...dark, buzzer: { sound: 'pattern-2', times: 3 } }
    : { ...dark, [part]: 'on', buzzer: silent };
}

/** The output report, its number in front. Source: docs/facts/felica.md §9.1. */
export function encodeReport(report: TowerReport): Uint8Array {
  const { red, yellow, green, blue, white, buzzer } = report;
  const pair = (high: Lamp, low: Lamp): number => (lampCodes[high] << 4) | lampCodes[low];
  return Uint8Array.of(
    0x00,
    0x00,
    0x00,
    (buzzer.times << 4) | lampCodes[buzzer.sound],
    defaultPitches,
    pair(red, yellow),
    pair(green, blue),
    pair(white, 'off'),
    0x00,
  );
}

/** The other direction, for the simulated tower. The error says what is wrong with the bytes. */
export function decodeReport(bytes: Uint8Array): Result<TowerReport, string> {
  if (bytes.length !== reportLength) return fail(`${bytes.length} bytes instead of ${reportLength}`);
  const [number, first, command, buzzer = 0, , redYellow = 0, greenBlue = 0, whiteUnused = 0, last] = bytes;
  if (number !== 0 || first !== 0 || command !== 0 || last !== 0) return fail('not a report of lamps and buzzer');
  const codes = [redYellow >> 4, redYellow & 0xf, greenBlue >> 4, greenBlue & 0xf, whiteUnused >> 4, buzzer & 0xf];
  const [red, yellow, green, blue, white, sound] = codes.map((code) => lampNames.get(code));
  if (!red || !yellow || !green || !blue || !white || !sound) return fail('a pattern that the tower does not have');
  return ok({ red, yellow, green, blue, white, buzzer: { sound, times: buzzer >> 4 } });
}

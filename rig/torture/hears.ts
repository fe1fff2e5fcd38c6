import { Command } from '../../hardware/card/felica.ts';

/** The exchanges of one point charge, as the card hears them. */
export const hears = {
  polling: (packet: Uint8Array) => packet[1] === Command.polling,
  history: (packet: Uint8Array) => packet[1] === Command.read,
  authentication1: (packet: Uint8Array) => packet[1] === Command.authentication1,
  authentication2: (packet: Uint8Array) => packet[1] === Command.authentication2,
  secureRead: (packet: Uint8Array) => packet[1] === Command.secureRead,
  write: (packet: Uint8Array) => packet[1] === Command.secureWrite,
} as const;
export type Hears = keyof typeof hears;

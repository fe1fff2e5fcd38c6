/** Frames of a card reader in words. Source: docs/facts/felica.md §1.3, §2.1 (chip), §3.1 (card). */
import { toHex } from '../../hardware/bytes.ts';
import type { Frame } from '../../hardware/reader/codec.ts';
import { baudAndType, commandCode, rfItem } from '../../hardware/reader/codes.ts';
import { unreachable } from '../../hardware/result.ts';

const commandNames = new Map<number, string>(
  Object.entries(commandCode).map(([name, code]) => [
    code,
    name.replace(/^(rf|sam|[a-z])/, (first) => first.toUpperCase()),
  ]),
);
const items = new Map<number, string>(Object.entries(rfItem).map(([name, code]) => [code, name]));
const kinds = new Map<number, string>(Object.entries(baudAndType).map(([name, code]) => [code, name]));

const cardCommands: Readonly<Record<number, string>> = {
  0: 'Polling',
  2: 'Request Service',
  4: 'Request Response',
  6: 'Read Without Encryption',
  8: 'Write Without Encryption',
  12: 'Request System Code',
  16: 'Authentication1',
  18: 'Authentication2',
  20: 'Read',
  22: 'Write',
};

const chipErrors: Readonly<Record<number, string>> = {
  1: 'the card is silent',
  2: 'wrong CRC',
  16: 'wrong parameter',
  39: 'not acceptable here',
};

export function wordsOfFrame(frame: Frame): string {
  switch (frame.kind) {
    case 'ack':
    case 'nack':
      return frame.kind.toUpperCase();
    case 'error':
      return 'not understood';
    case 'damaged':
      return `damaged frame (${frame.damage})`;
    case 'command':
      return wordsOfCommand(frame.data);
    case 'response':
      return wordsOfResponse(frame.data);
    default:
      return unreachable(frame);
  }
}

function wordsOfCommand([code = 0, ...parameters]: Uint8Array): string {
  const name = nameOf(code);
  const [first = 0, second = 0] = parameters;
  if (code === commandCode.rfConfiguration) {
    const value = toHex(Uint8Array.from(parameters.slice(1)));
    return `${name}: ${first === rfItem.field ? `field ${second & 1 ? 'on' : 'off'}` : `${items.get(first)} ${value}`}`;
  }
  if (code === commandCode.inListPassiveTarget) {
    const system = parameters.length === 7 ? ` system ${toHex(Uint8Array.from(parameters.slice(3, 5)))}` : '';
    return `${name}: ${kinds.get(second)}${system}`;
  }
  if (code === commandCode.inDataExchange) return `to the card: ${wordsOfPacket(parameters.slice(1))}`;
  if (code === commandCode.inCommunicateThru) return `to the card: ${wordsOfPacket(parameters)}`;
  if (code === commandCode.communicateThruEx) return `to the card: ${wordsOfPacket(parameters.slice(2))}`;
  return name;
}

function wordsOfResponse([code = 0, ...rest]: Uint8Array): string {
  const command = code - 1;
  const name = nameOf(command);
  if (command === commandCode.inListPassiveTarget) {
    return `${name}: ${rest[0] === 0 ? 'nothing' : `${rest[0]} found`}`;
  }
  const carries = [
    commandCode.inDataExchange,
    commandCode.inCommunicateThru,
    commandCode.communicateThruEx,
  ] as number[];
  if (!carries.includes(command)) return `${name}: done`;
  const [status = 0, ...packet] = rest;
  const error = status & 0x3f;
  if (error !== 0) return `from the card: ${chipErrors[error] ?? `status ${error.toString(16)}`}`;
  return `from the card: ${wordsOfPacket(packet)}`;
}

/** Length, code, IDm, rest: an answer's code is one more than its command's. */
function wordsOfPacket([, code = -1, ...rest]: readonly number[]): string {
  const isAnswer = (code & 1) === 1;
  const name = cardCommands[code & ~1] ?? `code ${code.toString(16)}`;
  if (!isAnswer) return name;
  const flags = code === 0x07 || code === 0x09 ? toHex(Uint8Array.from(rest.slice(8, 10))) : '';
  return `${name} answered${flags !== '' && flags !== '0000' ? `, status ${flags}` : ''}`;
}

function nameOf(code: number): string {
  return commandNames.get(code) ?? `command ${code.toString(16).padStart(2, '0')}`;
}

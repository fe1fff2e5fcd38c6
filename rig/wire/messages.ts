/** Bytes of a line cut into what they say, with the codecs of the devices; the reading side of trace, check and replay. */
import { toHex } from '../../hardware/bytes.ts';
import { type Reply, ReplyParser } from '../../hardware/printer/codec.ts';
import { type PrinterCommand, readCommand } from '../../hardware/printer/interpreter.ts';
import { RealTimeLane } from '../../hardware/printer/real-time.ts';
import { type Frame, FrameParser } from '../../hardware/reader/codec.ts';
import { unreachable } from '../../hardware/result.ts';
import { decodeReport, reportLength, tiers } from '../../hardware/tower/codec.ts';
import { wordsOfFrame } from './reader-words.ts';
import type { DeviceName } from './recording.ts';
import type { WireBytes } from './wire.ts';

export interface Message {
  /** For a person. */
  readonly words: string;
  /** The same for the same message; what a replay looks it up by. */
  readonly key: string;
  /** What no codec of ours understands. */
  readonly isStrange: boolean;
  /** Text of the printer is many messages of one character; a trace shows them as one. */
  readonly isText?: boolean;
}

/** Takes the bytes of both sides in any pieces; gives what is complete now. */
export function messageReader(device: DeviceName): (seen: Pick<WireBytes, 'from' | 'bytes'>) => Message[] {
  switch (device) {
    case 'reader':
      return readerMessages();
    case 'printer':
      return printerMessages();
    case 'tower':
      return towerMessages();
    default:
      return unreachable(device);
  }
}

function readerMessages(): ReturnType<typeof messageReader> {
  const parsers = { host: new FrameParser(), device: new FrameParser() };
  return ({ from, bytes }) =>
    parsers[from].push(bytes).map((frame) => ({
      words: wordsOfFrame(frame),
      key: keyOfFrame(frame),
      isStrange: frame.kind === 'damaged' || (from === 'host' ? chipSays : hostSays).has(frame.kind),
    }));
}

const hostSays: ReadonlySet<Frame['kind']> = new Set(['command']);
const chipSays: ReadonlySet<Frame['kind']> = new Set(['response', 'error']);

function keyOfFrame(frame: Frame): string {
  return 'data' in frame ? `${frame.kind} ${toHex(frame.data)}` : frame.kind;
}

function printerMessages(): ReturnType<typeof messageReader> {
  const replies = new ReplyParser();
  const lane = new RealTimeLane(false);
  let waiting: number[] = [];
  return ({ from, bytes }) => {
    if (from === 'device') return replies.push(bytes).map(ofReply);
    const messages: Message[] = [];
    for (const byte of bytes) {
      const { data, realTime } = lane.push(byte);
      waiting.push(...data);
      if (realTime) messages.push({ words: wordsOfRealTime(realTime), key: toHex(realTime), isStrange: false });
    }
    for (let read = readCommand(Uint8Array.from(waiting)); read !== 'incomplete'; ) {
      messages.push(ofCommand(read.command, Uint8Array.from(waiting.slice(0, read.length))));
      waiting = waiting.slice(read.length);
      read = readCommand(Uint8Array.from(waiting));
    }
    return messages;
  };
}

function ofReply(reply: Reply): Message {
  const detail =
    'id' in reply
      ? ` ${reply.id}`
      : 'byte' in reply
        ? ` ${reply.byte.toString(16).padStart(2, '0')}`
        : 'bytes' in reply
          ? ` ${toHex(Uint8Array.from(reply.bytes))}`
          : '';
  return { words: `${reply.kind}${detail}`, key: reply.kind + detail, isStrange: reply.kind === 'garbage' };
}

const shiftJis = new TextDecoder('shift_jis');

function ofCommand(command: PrinterCommand, bytes: Uint8Array): Message {
  const key = toHex(bytes);
  const isStrange = command.kind === 'unknown';
  if (command.kind === 'character') return { words: shiftJis.decode(bytes), key, isStrange, isText: true };
  if (command.kind === 'process-id') {
    return { words: `process-id ${String.fromCharCode(...command.id)}`, key, isStrange };
  }
  return { words: command.kind.replaceAll('-', ' '), key, isStrange };
}

function wordsOfRealTime([, code, argument]: Uint8Array): string {
  if (code === 0x04) return `DLE EOT ${argument}`;
  return code === 0x05 ? `DLE ENQ ${argument}` : 'DLE DC4: clear';
}

function towerMessages(): ReturnType<typeof messageReader> {
  let waiting: number[] = [];
  return ({ from, bytes }) => {
    if (from === 'device') return [{ words: toHex(bytes), key: toHex(bytes), isStrange: true }];
    const messages: Message[] = [];
    waiting.push(...bytes);
    for (; waiting.length >= reportLength; waiting = waiting.slice(reportLength)) {
      const report = Uint8Array.from(waiting.slice(0, reportLength));
      messages.push({ words: wordsOfReport(report), key: toHex(report), isStrange: !decodeReport(report).ok });
    }
    return messages;
  };
}

function wordsOfReport(bytes: Uint8Array): string {
  const report = decodeReport(bytes);
  if (!report.ok) return report.error;
  const lit = tiers.filter((tier) => report.value[tier] !== 'off').map((tier) => `${tier} ${report.value[tier]}`);
  const { sound } = report.value.buzzer;
  return [...lit, ...(sound === 'off' ? [] : [`buzzer ${sound}`])].join(', ') || 'dark';
}

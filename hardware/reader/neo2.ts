import { concat, fromHex, toHex } from '../bytes.ts';
import type { Clock } from '../clock.ts';
import { fail, ok, type Result } from '../result.ts';
import { delays } from './delays.ts';
import type { AirFailure } from './dialect.ts';
import { Inbox } from './inbox.ts';
import type { LinkCounters, LinkFailure } from './link.ts';
import { type Neo2Heard, Neo2Parser, neo2Command, neo2Message, neo2Reports, neo2Status } from './neo2-codec.ts';
import type { Detection } from './port.ts';
import type { OpenedLine, Session } from './session.ts';

const readOpen = 0x06;
const writeOpen = 0x08;

/**
 * What its pass-through carries: reading and writing without encryption (docs/facts/felica.md §9.2). Authentication is
 * not among it, so with this reader there is balance and history, and no value is written (design §3).
 */
export const neo2Carries: ReadonlySet<number> = new Set([readOpen, writeOpen]);

/** Card type in the answer to its poll: NFC Forum type 3, which is FeliCa. */
const felicaType = 0x0c;
const noCard = 0x00;
/** Its poll does not tell the card's times, so the longest are assumed. */
const unknownPmm = 'ffffffffffffffff';

/** What names the system, which its poll does not tell either: the balance of a transit card, the ID block of a Lite-S. */
const systemProbes = [
  { systemCode: '0003', read: '01 8b00 01 8000' },
  { systemCode: '88b4', read: '01 0b00 01 8082' },
] as const;
const unknownSystem = 'ffff';

/** ID TECH NEO 2 over HID reports, in pass-through mode. Source: docs/facts/felica.md §9.2. */
export function neo2Session(opened: OpenedLine): Session {
  return new Neo2Session(opened);
}

interface Answer {
  readonly status: number;
  readonly data: Uint8Array;
}

class Neo2Session implements Session {
  readonly #clock: Clock;
  readonly #counters: LinkCounters;
  readonly #parser = new Neo2Parser('reader');
  readonly #inbox: Inbox<Neo2Heard>;
  #selected: string | null = null;

  constructor({ stream, clock, counters, onLost }: OpenedLine) {
    this.#clock = clock;
    this.#counters = counters;
    this.#inbox = new Inbox(stream, clock, (report) => this.#parser.push(report), onLost);
  }

  async initialise(): Promise<Result<string, LinkFailure>> {
    this.#parser.reset();
    const stopped = await this.fieldOff();
    if (!stopped.ok) return stopped;
    const pinged = await this.#ping();
    return pinged.ok ? ok('NEO 2') : pinged;
  }

  /** A ping carries nothing that tells two of them apart; after two, nothing older is on the line. */
  async resynchronise(): Promise<Result<void, LinkFailure>> {
    await this.#inbox.flush();
    this.#parser.reset();
    const first = await this.#ping();
    return first.ok ? this.#ping() : first;
  }

  /** Leaving pass-through turns the antenna off; a reader that is not in it has it off already. */
  async fieldOff(): Promise<Result<void, LinkFailure>> {
    this.#selected = null;
    const answer = await this.#command(neo2Command.passThrough, Uint8Array.of(0x00), delays.settings);
    if (!answer.ok) return answer;
    const { status } = answer.value;
    return status === neo2Status.ok || status === neo2Status.notAllowed ? ok(undefined) : fail('not-understood');
  }

  /** Always afresh: pass-through begins with the antenna off. */
  async detect(): Promise<Result<Detection, LinkFailure>> {
    const off = await this.fieldOff();
    if (!off.ok) return off;
    await this.#inbox.pause(delays.fieldOff);
    const started = await this.#mustSucceed(neo2Command.passThrough, Uint8Array.of(0x01));
    if (!started.ok) return started;
    const poll = Uint8Array.of(0xff, delays.neo2PollSeconds);
    const polled = await this.#command(neo2Command.nfc, poll, delays.neo2PollSeconds * 1_000 + delays.polling);
    if (!polled.ok) return polled;
    const { status, data } = polled.value;
    if (status === neo2Status.timeout || (status === neo2Status.ok && (data[0] ?? noCard) === noCard)) {
      return ok({ found: 'nothing' });
    }
    if (status !== neo2Status.ok) return fail('not-understood');
    if (data[0] !== felicaType || data.length < 9) return ok({ found: 'other-technology' });
    const idm = toHex(data.subarray(1, 9));
    this.#selected = idm;
    const systemCode = await this.#system();
    return systemCode.ok
      ? ok({ found: 'felica', card: { idm, pmm: unknownPmm, systemCode: systemCode.value } })
      : systemCode;
  }

  /** The reader puts the IDm of the card that it found into the packet by itself; so that must be the one that is meant. */
  async exchange(packet: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array, LinkFailure | AirFailure>> {
    const code = packet[1] ?? 0;
    if (!neo2Carries.has(code)) return fail({ kind: 'air', detail: 'a command that this reader does not carry' });
    if (toHex(packet.subarray(2, 10)) !== this.#selected) return fail({ kind: 'air', detail: 'not the selected card' });
    return this.#felica(code, packet.subarray(10), timeoutMs);
  }

  close(): Promise<void> {
    return this.#inbox.close();
  }

  async #felica(
    code: number,
    parameters: Uint8Array,
    timeoutMs: number,
  ): Promise<Result<Uint8Array, LinkFailure | AirFailure>> {
    const data = concat(Uint8Array.of(code), parameters);
    const answered = await this.#command(neo2Command.felica, data, timeoutMs + delays.neo2Exchange);
    if (!answered.ok) return answered;
    const { status, data: answer } = answered.value;
    if (status === neo2Status.notAllowed || status === neo2Status.subcommandNotAllowed) return fail('not-understood');
    if (status !== neo2Status.ok) {
      return fail({ kind: 'air', detail: `reader status ${status.toString(16).padStart(2, '0')}` });
    }
    return packetOf(answer, code + 1);
  }

  async #system(): Promise<Result<string, LinkFailure>> {
    for (const { systemCode, read } of systemProbes) {
      const answer = await this.#felica(readOpen, fromHex(read), 0);
      if (!answer.ok) {
        if (typeof answer.error === 'string') return fail(answer.error);
        continue;
      }
      // Status flag 1 behind length, code and IDm.
      if (answer.value[10] === 0x00) return ok(systemCode);
    }
    return ok(unknownSystem);
  }

  #ping(): Promise<Result<void, LinkFailure>> {
    return this.#mustSucceed(neo2Command.ping, new Uint8Array());
  }

  async #mustSucceed(command: readonly [number, number], data: Uint8Array): Promise<Result<void, LinkFailure>> {
    const answer = await this.#command(command, data, delays.settings);
    if (!answer.ok) return answer;
    return answer.value.status === neo2Status.ok ? ok(undefined) : fail('not-understood');
  }

  /** Sent once; the answer is told by its command alone, so whatever came before is forgotten first. */
  async #command(
    [command, subcommand]: readonly [number, number],
    data: Uint8Array,
    answerMs: number,
  ): Promise<Result<Answer, LinkFailure>> {
    this.#inbox.clear();
    for (const report of neo2Reports(neo2Message('host', command, subcommand, data))) {
      const unsent = await this.#inbox.send(report, delays.ack);
      if (unsent) return fail(unsent);
    }
    const deadline = this.#clock.now() + answerMs;
    for (;;) {
      const heard = await this.#inbox.next(deadline);
      if (heard.kind === 'lost') return fail('lost');
      if (heard.kind === 'time-up') return fail('no-response');
      if (heard.kind === 'damaged') this.#counters.damagedFrames++;
      else if (heard.command === command) return ok({ status: heard.detail, data: heard.data });
      else this.#counters.strayFrames++;
    }
  }
}

/** The guide says "returned data from card" and not whether the packet's length byte is part of it; both are taken. */
function packetOf(data: Uint8Array, code: number): Result<Uint8Array, AirFailure> {
  if (data.length > 2 && data[0] === data.length && data[1] === code) return ok(data);
  if (data.length > 1 && data[0] === code) return ok(concat(Uint8Array.of(data.length + 1), data));
  return fail({ kind: 'air', detail: 'the answer is cut off' });
}

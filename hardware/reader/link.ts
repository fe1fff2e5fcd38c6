import type { Clock } from '../clock.ts';
import { fail, ok, type Result, unreachable } from '../result.ts';
import type { ByteStream } from '../stream.ts';
import { ackFrame, commandFrame, type Frame, FrameParser, nackFrame } from './codec.ts';
import { delays } from './delays.ts';
import { Inbox } from './inbox.ts';

export type LinkFailure =
  /** The line ended. */
  | 'lost'
  /** The chip did not acknowledge: it may not have heard the command, or its ACK was lost. */
  | 'no-ack'
  /** Acknowledged, and then nothing that could be read. */
  | 'no-response'
  /** The chip does not know the command or its form. Certain, and no reason to doubt the line. */
  | 'not-understood';

export interface LinkCounters {
  damagedFrames: number;
  /** Answers to nothing that was asked: late ones, after an abort. */
  strayFrames: number;
  /** Times the chip was asked to send its answer again. */
  repeatsAsked: number;
}

/** One command at a time to a chip: frame, ACK, answer. Knows nothing of cards. Made anew for every opened stream. */
export class ChipLink {
  readonly #clock: Clock;
  readonly #counters: LinkCounters;
  readonly #parser = new FrameParser();
  readonly #inbox: Inbox<Frame>;
  /** An answer was asked for again and one came: it may have been the first, and its repetition is still on its way. */
  #repetitionMayCome = false;

  /** `onLost`: called once when the stream ends although nobody closed it. */
  constructor(stream: ByteStream, clock: Clock, counters: LinkCounters, onLost: () => void) {
    this.#clock = clock;
    this.#counters = counters;
    this.#inbox = new Inbox(stream, clock, (bytes) => this.#parser.push(bytes), onLost);
  }

  /**
   * Sends a command (code and parameters) and gives the answer's parameters, without its code. `responseMs` counts from
   * the ACK; the time the bytes take on the line is added to it. Never sends the command twice.
   */
  async command(command: Uint8Array, responseMs: number): Promise<Result<Uint8Array, LinkFailure>> {
    this.#inbox.clear();
    const unsent = await this.#send(commandFrame(command));
    if (unsent) return fail(unsent);
    let isAcknowledged = false;
    let mayAskAgain = true;
    let deadline = this.#clock.now() + lineMs(command.length) + delays.ack;
    for (;;) {
      const heard = await this.#inbox.next(deadline);
      switch (heard.kind) {
        case 'lost':
          return fail('lost');
        case 'time-up':
          return fail(isAcknowledged ? 'no-response' : 'no-ack');
        case 'error':
          return fail('not-understood');
        case 'ack':
          this.#repetitionMayCome = false;
          // Only the first one: a chip that goes on acknowledging would hold the line for ever.
          if (isAcknowledged) {
            this.#counters.strayFrames++;
            break;
          }
          isAcknowledged = true;
          deadline = this.#clock.now() + responseMs + lineMs(longestAnswer);
          break;
        case 'response':
          // An answer whose ACK was garbled counts too: nothing older can be on the line (`resynchronise`), but for a
          // repetition that nobody waited for; that one stands before the ACK.
          if (heard.data[0] === (command[0] ?? 0) + 1 && (isAcknowledged || !this.#repetitionMayCome)) {
            this.#repetitionMayCome = !mayAskAgain;
            return ok(heard.data.subarray(1));
          }
          this.#counters.strayFrames++;
          break;
        case 'damaged':
          this.#counters.damagedFrames++;
          // A whole frame after the ACK can only be this command's answer: the chip still has it and sends it again,
          // without a second command to the card. Anything less certain is left to the time-out.
          if (heard.damage === 'checksum' && isAcknowledged && mayAskAgain) {
            mayAskAgain = false;
            this.#counters.repeatsAsked++;
            const unsent = await this.#send(nackFrame);
            if (unsent) return fail(unsent);
            deadline = this.#clock.now() + delays.ack + lineMs(longestAnswer);
          }
          break;
        case 'nack':
        case 'command':
          // A line that echoes what we send.
          this.#counters.strayFrames++;
          break;
        default:
          unreachable(heard);
      }
    }
  }

  /** Ends whatever the chip is doing (an ACK from the host, docs/facts/felica.md §1.1) and forgets what it still says. */
  async abort(): Promise<void> {
    await this.#send(ackFrame);
    await this.pause(delays.afterAbort);
    await this.#inbox.flush();
    this.#parser.reset();
    // The system's flush may have thrown away the ACK too, where the device has not taken it yet: a chip that is still busy
    // must not hear the next command. To one that is not, an ACK should mean nothing (not confirmed on a real chip).
    await this.#send(ackFrame);
    await this.pause(delays.afterAbort);
  }

  /** Bytes that are no frame: the wake-up preamble. */
  async wakeUp(preamble: Uint8Array): Promise<void> {
    await this.#send(preamble);
    await this.pause(lineMs(preamble.length) + delays.afterWakeUp);
  }

  /** Ends early when the line is lost. */
  pause(ms: number): Promise<void> {
    return this.#inbox.pause(ms);
  }

  close(): Promise<void> {
    return this.#inbox.close();
  }

  #send(bytes: Uint8Array): Promise<'lost' | 'no-ack' | null> {
    return this.#inbox.send(bytes, lineMs(bytes.length) + delays.ack);
  }
}

/** The longest frame of a FeliCa answer: 255 bytes of packet and what stands around them. */
const longestAnswer = 255;
const frameOverhead = 11;

/** Time of a frame with so many bytes on a line of 115,200 bit/s, ten bits a byte. */
function lineMs(bytes: number): number {
  return ((bytes + frameOverhead) * 10_000) / 115_200;
}

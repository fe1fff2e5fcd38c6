import type { FieldAnswer, FieldCard } from './field.ts';

/** `before`: the card never heard the packet. `inside`: it did what was asked, its answer is lost. `after`: after it. */
export type FaultMoment = 'before' | 'inside' | 'after';

export type FieldFault =
  /** The card is taken away and stays away until it is laid again. */
  | { readonly kind: 'lift'; readonly moment: FaultMoment }
  /** The field collapses and comes back at once: the card stays, its session does not. */
  | { readonly kind: 'field-lost'; readonly moment: FaultMoment }
  /** Another card lies there instead. */
  | { readonly kind: 'swap'; readonly moment: FaultMoment; readonly card: FieldCard }
  /** The reader loses its power (simulator.powerOn brings it back); nothing more comes from it. */
  | { readonly kind: 'power-loss'; readonly moment: FaultMoment }
  /** The chip stops: it acknowledges the command and answers nothing until the host aborts it. */
  | { readonly kind: 'stuck'; readonly moment: FaultMoment }
  | { readonly kind: 'reply-lost' }
  /** A bit of the answer flips in the air: the chip sees it by the CRC. */
  | { readonly kind: 'reply-garbled' }
  /** The same where the CRC still fits, or the chip does not look: byte `index` of the answer is inverted. */
  | { readonly kind: 'reply-falsified'; readonly index: number }
  | { readonly kind: 'reply-slow'; readonly ms: number };

/** Which exchange a fault strikes: the `nth` (1 = the next) whose packet fits `packet` (left out: any, Polling included). */
export interface FaultTrigger {
  readonly packet?: (packet: Uint8Array) => boolean;
  readonly nth?: number;
}

/** What the air gave back: an answer, silence, or something whose CRC is wrong. */
export type AirResult =
  | { readonly kind: 'answer'; readonly card: FieldCard; readonly answer: Uint8Array; readonly ms: number }
  | { readonly kind: 'silence' }
  | { readonly kind: 'crc-error'; readonly ms: number };

interface Armed {
  readonly fault: FieldFault;
  readonly fits: (packet: Uint8Array) => boolean;
  left: number;
}

/** What the reader itself has to do about a fault. */
export interface ReaderEffects {
  powerLoss(): void;
  stuck(): void;
}

/** The field above the reader, and the cards that lie in it. */
export class SimulatedField {
  readonly #cards: FieldCard[] = [];
  readonly #armed: Armed[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #effects: ReaderEffects;
  #isOn = false;
  #afterwards: FieldFault | null = null;

  constructor(effects: ReaderEffects) {
    this.#effects = effects;
  }

  get cards(): readonly FieldCard[] {
    return this.#cards;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Called whenever a card is laid or lifted or the field goes on or off. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  lay(card: FieldCard): void {
    if (this.#cards.includes(card)) return;
    this.#cards.push(card);
    this.#changed();
  }

  /** Takes this card away, or every card. */
  lift(card?: FieldCard): void {
    for (const lifted of card ? [card] : [...this.#cards]) {
      const index = this.#cards.indexOf(lifted);
      if (index < 0) continue;
      this.#cards.splice(index, 1);
      lifted.fieldOff();
    }
    this.#changed();
  }

  arm(fault: FieldFault, trigger: FaultTrigger = {}): void {
    this.#armed.push({ fault, fits: trigger.packet ?? (() => true), left: trigger.nth ?? 1 });
  }

  /** Takes back what is armed and has not struck yet. */
  disarm(): void {
    this.#armed.length = 0;
  }

  /** For the chip: the antenna. */
  switch(on: boolean): void {
    if (this.#isOn === on) return;
    this.#isOn = on;
    if (!on) for (const card of this.#cards) card.fieldOff();
    this.#changed();
  }

  /** For the chip: everyone who hears a Polling answers in a time slot of its own; where slots run out, they collide. */
  poll(packet: Uint8Array): (FieldAnswer & { readonly card: FieldCard })[] {
    const fault = this.#strike(packet);
    if (fault) this.#apply(fault, 'before');
    const answers = this.#hear(packet, fault);
    if (fault) this.#apply(fault, 'inside');
    const slots = 1 + (packet[5] ?? 0);
    const lost = fault && (loses(fault) || fault.kind === 'reply-garbled');
    const heard = lost || answers.length > slots ? [] : answers.map((each) => altered(each, fault));
    if (fault) this.#afterwards = fault;
    return heard;
  }

  /** For the chip: one packet into the air, what comes back. */
  exchange(packet: Uint8Array): AirResult {
    const fault = this.#strike(packet);
    if (fault) this.#apply(fault, 'before');
    const answers = this.#hear(packet, fault);
    if (fault) this.#apply(fault, 'inside');
    const [answer] = answers;
    const result: AirResult =
      !answer || (fault && loses(fault))
        ? { kind: 'silence' }
        : answers.length > 1 || fault?.kind === 'reply-garbled'
          ? { kind: 'crc-error', ms: answer.ms }
          : { kind: 'answer', ...altered(answer, fault) };
    if (fault) this.#afterwards = fault;
    return result;
  }

  /** For the chip: the answer to the command has left for the host, or will not come; now strikes what comes after it. */
  commandEnded(): void {
    const fault = this.#afterwards;
    this.#afterwards = null;
    if (fault) this.#apply(fault, 'after');
  }

  #hear(packet: Uint8Array, fault?: FieldFault): (FieldAnswer & { readonly card: FieldCard })[] {
    const isSent = fault?.kind !== 'stuck' || fault.moment !== 'before';
    if (!this.#isOn || !isSent || packet[0] !== packet.length) return [];
    return this.#cards.flatMap((card) => {
      const answer = card.technology === 'felica' ? card.handle(packet) : null;
      return answer ? [{ card, ...answer }] : [];
    });
  }

  #strike(packet: Uint8Array): FieldFault | undefined {
    const fitting = this.#armed.filter((armed) => armed.fits(packet));
    for (const armed of fitting) armed.left--;
    const due = fitting.find((armed) => armed.left <= 0);
    if (due) this.#armed.splice(this.#armed.indexOf(due), 1);
    return due?.fault;
  }

  #apply(fault: FieldFault, moment: FaultMoment): void {
    if (!('moment' in fault) || fault.moment !== moment) return;
    if (fault.kind === 'lift') this.lift();
    if (fault.kind === 'power-loss') this.#effects.powerLoss();
    if (fault.kind === 'stuck') this.#effects.stuck();
    if (fault.kind === 'field-lost') for (const card of this.#cards) card.fieldOff();
    if (fault.kind === 'swap') {
      this.lift();
      this.lay(fault.card);
    }
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Does the answer to the packet that this fault struck get lost? */
function loses(fault: FieldFault): boolean {
  if (fault.kind === 'reply-lost') return true;
  // Taken away or replaced before it heard: the new card's answer is its own affair and counts.
  return 'moment' in fault && fault.moment === 'inside';
}

function altered<Answer extends FieldAnswer>(answer: Answer, fault: FieldFault | undefined): Answer {
  if (fault?.kind === 'reply-slow') return { ...answer, ms: answer.ms + fault.ms };
  if (fault?.kind !== 'reply-falsified') return answer;
  return { ...answer, answer: answer.answer.map((byte, index) => (index === fault.index ? byte ^ 0xff : byte)) };
}

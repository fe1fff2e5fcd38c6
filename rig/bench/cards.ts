/**
 * The cards on the bench: the samples of rig/cards, or those that an earlier run left, since what was charged onto a
 * card must still be there after a restart, as it is in the ledger.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CardSpec, simulatedCardFrom, simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import type { TransitCard } from '../../hardware/card/simulator/transit.ts';
import type { FieldAnswer, FieldCard } from '../../hardware/reader/field.ts';
import { lineOfField } from '../../station/json-place.ts';
import { deepest } from '../card-file.ts';

const BenchCardFile = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/),
    label: z.string(),
    about: z.string(),
    look: z.string(),
    spec: CardSpec,
    /** A staff card with which the machine begins, and its PIN. */
    pin: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
  }),
);
type CardEntry = z.input<typeof BenchCardFile>[number];

export interface BenchCard {
  readonly id: string;
  readonly label: string;
  readonly about: string;
  readonly look: string;
  /** What is laid into the field. */
  readonly card: FieldCard;
  /** The truth about its money; null where it carries none. */
  readonly value: TransitCard | null;
}

/** A card whose every exchange is noticed, so that a write is on disk before its answer is on the wire. */
class NoticedCard implements FieldCard {
  readonly #card: FieldCard;
  readonly #afterwards: () => void;
  readonly targetData?: Uint8Array;

  constructor(card: FieldCard, afterwards: () => void) {
    this.#card = card;
    this.#afterwards = afterwards;
    if (card.targetData) this.targetData = card.targetData;
  }

  get technology(): FieldCard['technology'] {
    return this.#card.technology;
  }

  handle(packet: Uint8Array): FieldAnswer | null {
    const answer = this.#card.handle(packet);
    this.#afterwards();
    return answer;
  }

  fieldOff(): void {
    this.#card.fieldOff();
  }
}

export class CardBox {
  readonly cards: readonly BenchCard[];
  readonly #kept: string | null;
  readonly #entries: readonly CardEntry[];
  readonly #onWrite: () => void;
  #commits = 0;

  /**
   * `kept`: where the cards are written as they change, and where those of an earlier run are; null: nowhere. `source`: what
   * they begin as. `onWrite`: a card was written. Throws `CardFileWrong`, one line, where a card file is wrong.
   */
  constructor(kept: string | null, source: string, onWrite: () => void) {
    this.#kept = kept;
    this.#onWrite = onWrite;
    this.#entries = kept !== null && existsSync(kept) ? readCards(kept) : readCards(source);
    this.cards = this.#entries.map((entry) => this.#make(entry));
  }

  /** Those that the machine begins with. */
  get enrolled(): { spec: Extract<CardSpec, { kind: 'staff' }>; pin: string }[] {
    return this.#entries.flatMap(({ spec, pin }) => (spec.kind === 'staff' && pin ? [{ spec, pin }] : []));
  }

  find(id: string): BenchCard | undefined {
    return this.cards.find((card) => card.id === id);
  }

  #make({ spec, pin: _pin, ...words }: CardEntry): BenchCard {
    if (!('balanceYen' in spec)) {
      return { ...words, card: new NoticedCard(simulatedCardFrom(spec), () => {}), value: null };
    }
    const value = simulatedTransitCard(spec);
    return { ...words, card: new NoticedCard(value, () => this.#noticed()), value };
  }

  #noticed(): void {
    const commits = this.cards.reduce((sum, { value }) => sum + (value?.commits.length ?? 0), 0);
    if (commits === this.#commits) return;
    this.#commits = commits;
    this.save();
    this.#onWrite();
  }

  /** The card as it is now, as in a card file; null: there is none. */
  specOf(id: string): CardSpec | null {
    const entry = this.#entries.find((one) => one.id === id);
    return entry ? (this.#asItIs(entry).spec as CardSpec) : null;
  }

  #asItIs(entry: CardEntry): CardEntry {
    const value = this.find(entry.id)?.value;
    if (!value) return entry;
    const { balanceYen, updateNumber, history } = value;
    return { ...entry, spec: { ...entry.spec, balanceYen, updateNumber, history } as CardEntry['spec'] };
  }

  /** Writes every card as it is now; whole or not at all. */
  save(): void {
    if (this.#kept === null) return;
    const entries = this.#entries.map((entry) => this.#asItIs(entry));
    const part = `${this.#kept}.part`;
    writeFileSync(part, `${JSON.stringify(entries, null, 1)}\n`, { flush: true });
    renameSync(part, this.#kept);
  }
}

export const sampleCards = join(import.meta.dirname, '..', 'cards', 'sample-cards.json');

/** One line: file, line, field. */
export class CardFileWrong extends Error {}

function readCards(file: string): CardEntry[] {
  let text: string;
  let entries: unknown;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CardFileWrong(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    entries = JSON.parse(text);
  } catch (error) {
    throw new CardFileWrong(`${file}: not JSON: ${String(error).replaceAll(/\s+/g, ' ')}`);
  }
  const checked = BenchCardFile.safeParse(entries);
  // As written, not as parsed: what is saved back has no defaults filled in.
  if (checked.success) return entries as CardEntry[];
  const { path, message } = deepest(checked.error.issues);
  throw new CardFileWrong(
    `${file}: line ${lineOfField(text, path)}: ${path.join('.') || 'the whole file'}: ${message}`,
  );
}

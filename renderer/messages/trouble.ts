import type { Trouble } from '../../station/contract/index.ts';

/** What a trouble's text may name, already written in the passenger's language. */
interface TroubleWords {
  'foreign-card': { issuer: string | null };
  'registration-not-needed': { cardKind: string; canApply: boolean };
  'mobile-not-started': { from: string };
  unregistered: { canRegisterHere: boolean };
  'no-points': { points: string; next: string | null };
  'card-full': { balance: string; points: string };
  'charge-not-done': { points: string };
}
export type WordsOf<Kind extends Trouble['kind']> = Kind extends keyof TroubleWords
  ? TroubleWords[Kind]
  : Record<never, never>;

/** A title (what happened) and a lead (what to do) for every kind: a kind without text does not compile. */
export type TroubleMessages = {
  readonly [Kind in Trouble['kind']]: {
    readonly title: (words: WordsOf<Kind>) => string;
    readonly lead: (words: WordsOf<Kind>) => string;
  };
};

/** Steps on a real device: asked of the person at the desk. */
import { repaired } from './desk.ts';
import { printerWords, readerWords } from './hand-words.ts';
import type { RigMachine } from './machine.ts';
import type { ReadCard } from './read.ts';
import type { Step } from './schema.ts';
import type { Place, Stage } from './stage.ts';

/** False: this step needs no hand here. Rejects where nobody answers. */
export async function doneByHand(stage: Stage, { machine }: Place, step: Step): Promise<boolean> {
  const { lay, lift, reader, printer, repair } = step;
  const asks = (words: string, isSo?: () => boolean) => person(stage).does(words, isSo);
  if (machine.real.has('reader')) {
    if (lay !== undefined) {
      const shown = machine.screen.body.id;
      // Its reading may be shown for a moment only: the next step looks as soon as the machine has noticed.
      await asks(`lay ${cardWords(lay, stage.card(lay).spec)} on the reader`, () => machine.screen.body.id !== shown);
      laid(stage, machine, lay);
      return true;
    }
    if (lift !== undefined) {
      await asks(`take ${lift === 'every-card' ? 'every card' : `the card "${lift}"`} off the reader`);
      return true;
    }
    if (reader !== undefined) {
      await asks(wordsFor(readerWords[reader]));
      return true;
    }
  }
  if (printer !== undefined && machine.real.has('printer')) {
    await asks(wordsFor(printerWords[printer]));
    return true;
  }
  // What is simulated is repaired too, as ever.
  for (const device of repair ? repaired(repair) : []) {
    if (machine.real.has(device))
      await asks(`make the ${device} whole: plugged in, switched on, nothing open or missing`);
  }
  return false;
}

/** What no hand does was skipped before (desk.ts). */
function wordsFor(words: string | null): string {
  if (words === null) throw new Error('no hand can do that');
  return words;
}

function person({ person }: Stage) {
  if (!person) throw new Error('nobody is there to do it');
  return person;
}

function laid(stage: Stage, { screens }: RigMachine, name: string): void {
  const expected = stage.cardsToRead.get(name);
  stage.cardsToRead.set(name, null);
  if (expected)
    stage.leaveOut(`what the card "${name}" should hold before screen ${screens.length}`, 'it was laid again');
}

/** A card as somebody picks it out of a box of test cards. */
export function cardWords(name: string, spec: ReadCard['spec']): string {
  const about = [
    spec.kind,
    'issuer' in spec ? spec.issuer : null,
    'cardNumber' in spec ? spec.cardNumber : null,
    'staffId' in spec ? spec.staffId : null,
    'balanceYen' in spec ? `${spec.balanceYen} yen` : null,
    'updateNumber' in spec && spec.updateNumber !== undefined ? `update number ${spec.updateNumber}` : null,
  ];
  return `the card "${name}" (${about.filter((each) => each !== null).join(', ')})`;
}

/** What a person is asked to do to a real device; null: no hand does that, only a simulator. */
import type { PrinterAction, ReaderAction } from '../devices/touches.ts';

export const readerWords: Readonly<Record<ReaderAction, string | null>> = {
  unplug: 'pull the cable of the reader',
  'plug-in': 'plug the cable of the reader in again',
  hang: null,
  'power-off': 'take the power from the reader',
  'power-on': 'give the reader its power again',
  'power-cycle': 'take the power from the reader and give it back',
};

export const printerWords: Readonly<Record<PrinterAction, string | null>> = {
  unplug: 'pull the cable of the printer',
  'plug-in': 'plug the cable of the printer in again',
  'paper-low': 'put a roll that is nearly at its end into the printer',
  'paper-out': 'take the paper out of the printer and close its cover',
  'paper-in': 'put a full roll into the printer and close its cover',
  'open-cover': 'open the cover of the printer',
  'close-cover': 'close the cover of the printer',
  'jam-cutter': null,
  'clear-jam': null,
  overheat: null,
  'power-cycle': 'switch the printer off and on',
};

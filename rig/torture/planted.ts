import type { CenterClient } from '../../center/contract/index.ts';
import type { CardAccess } from '../../hardware/card/port.ts';
import type { Handler } from '../../station/center/in-process.ts';
import type { Journal } from '../../station/journal/index.ts';
import type { ReceiptJournal } from '../../station/receipts/desk.ts';

/**
 * A mistake planted on purpose, to show that torture would find it. Each stands between the money path and one of its
 * ports in a world of the torture; what ships has no such seam.
 */
export interface Planted {
  readonly name: string;
  /** The disk is put back to where it was when the station started. */
  readonly losesJournal?: boolean;
  readonly journal?: (journal: Journal) => Journal;
  readonly cards?: (cards: CardAccess, journal: Journal) => CardAccess;
  readonly center?: (client: CenterClient) => CenterClient;
  /** The center itself. */
  readonly handler?: (handler: Handler) => Handler;
  readonly receipts?: (journal: ReceiptJournal) => ReceiptJournal;
}

import type { CardAccess } from '../../hardware/card/port.ts';
import type { Clock } from '../../hardware/clock.ts';
import type { CardReader } from '../../hardware/reader/port.ts';
import type { Result } from '../../hardware/result.ts';
import type { BusinessDay } from '../center/day.ts';
import type { OutOfServiceReason } from '../contract/screen.ts';
import type { Profile } from '../contract/words.ts';
import type { Log } from '../log.ts';
import type { Money } from '../money.ts';
import type { Opening } from '../opening-hours.ts';
import type { ReceiptDesk } from '../receipts/desk.ts';
import type { StaffParts } from '../staff/parts.ts';

export type { OutOfServiceReason };

/** What the station knows of the center: the business date and whether it answers. */
export type DayKeeper = Pick<BusinessDay, 'today' | 'reachable' | 'refusal' | 'onChange'>;

/** Everything the machine acts through. Closed over by its actors, never in a context. */
export interface StationDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly profile: Profile;
  readonly stationId: string;
  readonly stationName: string;
  readonly softwareVersion: string;
  readonly card: CardAccess;
  readonly reader: Pick<CardReader, 'status' | 'onStatus'>;
  /** How often each driver had to help itself since the start, all rungs of its ladder together. */
  readonly recoveries: () => { readonly reader: number; readonly printer: number };
  /** Refused where the journal could not be opened: the machine shows why and opens for nobody. */
  readonly money: Result<Money, OutOfServiceReason>;
  readonly day: DayKeeper;
  readonly receipts: ReceiptDesk;
  readonly staff: StaffParts;
  /** When passengers are served. */
  readonly opening: Pick<Opening, 'closed' | 'onChange'>;
  /** As staff have set it now. */
  readonly display: () => { readonly volume: number; readonly brightness: number };
  /** Between two looks of the idle screen at the reader, ms. */
  readonly idleLookMs: number;
  /** Messages of pages that were refused since the start. */
  readonly refused: () => number;
}

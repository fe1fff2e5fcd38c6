/**
 * What the operator's own systems ask of the center; no station does. Served on a port of its own, which only programs
 * of the same machine reach. Like a station's calls: a POST with a JSON body each, a Problem where the answer is no.
 */
import { z } from 'zod';
import { CardNumber, Hold, IsoDate, TransferEnd, TransferId } from './index.ts';

/** Without an id, a charge could not be told from the same charge sent again (A36). */
const ChargeId = z.string().regex(/^[\w.:-]{1,64}$/);

export const Charge = z.strictObject({
  on: IsoDate,
  card: CardNumber,
  yen: z.int().min(0).max(1_000_000),
  source: z.enum(['cash', 'quick-charge', 'point-charge', 'petrol-station', 'petrol-station-change']),
  id: ChargeId,
});
export type Charge = z.infer<typeof Charge>;

export const operatorCalls = {
  /**
   * Charges made anywhere, in any order. Each is taken or refused for itself; one that is known already changes nothing,
   * so a list whose answer was lost is sent again.
   */
  charges: {
    path: '/v1/operator/charges',
    request: z.object({ charges: z.array(Charge).max(500) }),
    answer: z.object({
      added: z.int().min(0),
      knownBefore: z.int().min(0),
      /** `index`: the place in the list, from 0. */
      refused: z.array(z.object({ index: z.int().min(0), why: z.string() })),
    }),
  },
  /** Transfers whose end nobody has told, of all stations, in the order of their ids: at most 200 after `after`. */
  'open-transfers': {
    path: '/v1/operator/open-transfers',
    request: z.object({ after: TransferId.nullable() }),
    answer: z.object({ holds: z.array(Hold) }),
  },
  /** Ends that contradict the one that stands, in the order of their ids: at most 200 after `after`. */
  discrepancies: {
    path: '/v1/operator/discrepancies',
    request: z.object({ after: TransferId.nullable() }),
    answer: z.object({
      discrepancies: z.array(
        z.object({
          transferId: TransferId,
          cardNumber: CardNumber,
          claimed: TransferEnd,
          /** Null: nobody ever held points under this id. */
          stands: TransferEnd.nullable(),
          proof: z.string(),
          stationId: z.string(),
          bookedOn: IsoDate,
        }),
      ),
    }),
  },
} as const;

export type OperatorCallName = keyof typeof operatorCalls;
export type OperatorRequest<Name extends OperatorCallName> = z.infer<(typeof operatorCalls)[Name]['request']>;
export type OperatorAnswer<Name extends OperatorCallName> = z.infer<(typeof operatorCalls)[Name]['answer']>;

/**
 * What the operator's own systems ask of the center; no station does. Served on a port of its own, which programs
 * of the same machine reach, and over TLS holders of an operator's certificate. Like a station's calls: a POST with a JSON body each, a Problem where the answer is no.
 */
import { z } from 'zod';
import { CardNumber, Hold, IsoDate, StationId, TransferEnd, TransferId } from './index.ts';

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

/**
 * A file of the operator's, sent as the body of one POST: events and opening postings, a line each, as JSON lines or CSV.
 * Lines are booked while they come, and the same file may be sent again: what is known is left.
 */
export const importCall = {
  path: '/v1/operator/import',
  types: { 'application/jsonl': 'json-lines', 'application/x-ndjson': 'json-lines', 'text/csv': 'csv' },
  answer: z.object({
    added: z.int().min(0),
    knownBefore: z.int().min(0),
    /** Every line that was refused, counted from 1. */
    refused: z.array(z.object({ line: z.int().positive(), why: z.string() })),
    /** False: after so many refused lines the rest was not read. Mend the file and send it again. */
    complete: z.boolean(),
  }),
} as const;
export type OperatorImport = z.infer<typeof importCall.answer>;

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
  /** Every station ever heard, in the order of their ids: at most 200 after `after`. */
  stations: {
    path: '/v1/operator/stations',
    request: z.object({ after: StationId.nullable() }),
    answer: z.object({
      stations: z.array(
        z.object({
          stationId: StationId,
          softwareVersion: z.string(),
          /** Device name → the status word that the station told last. */
          devices: z.record(z.string(), z.string()),
          /** The business date of its last heartbeat. */
          heardOn: IsoDate,
          /** Since then; null: not heard since this process started. */
          silentSeconds: z.int().min(0).nullable(),
          openTransfers: z.int().min(0),
        }),
      ),
    }),
  },
  /** Grants by the day on which they were posted, the newest first: the last 50. Reads every grant there is. */
  'grant-runs': {
    path: '/v1/operator/grant-runs',
    request: z.object({}),
    answer: z.object({
      runs: z.array(
        z.object({ bookedOn: IsoDate, measure: z.string(), grants: z.int().min(0), points: z.int().min(0) }),
      ),
    }),
  },
} as const;

export type OperatorCallName = keyof typeof operatorCalls;
export type OperatorRequest<Name extends OperatorCallName> = z.infer<(typeof operatorCalls)[Name]['request']>;
export type OperatorAnswer<Name extends OperatorCallName> = z.infer<(typeof operatorCalls)[Name]['answer']>;

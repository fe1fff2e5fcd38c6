/** Page → station: what a passenger (or staff) just touched. Checked on arrival; refused ones are counted. */
import * as z from 'zod/mini';
import { Job, Language, Modes } from './words.ts';

export const Intent = z.discriminatedUnion('type', [
  /** Home: begin a job. From an "unregistered" screen: begin registration on the spot. */
  z.object({ type: z.literal('choose-job'), job: Job }),
  z.object({ type: z.literal('show-notice') }),
  z.object({ type: z.literal('agree-to-terms') }),
  /** Points to charge, a multiple of ten; the station checks it against what it offered. */
  z.object({
    type: z.literal('choose-amount'),
    points: z.int().check(z.minimum(10), z.maximum(20_000), z.multipleOf(10)),
  }),
  z.object({ type: z.literal('confirm') }),
  z.object({ type: z.literal('receipt'), wanted: z.boolean() }),
  /** One step back where there is one. */
  z.object({ type: z.literal('back') }),
  /** Gives up the job, wipes everything, home. Not offered while value is in flight. */
  z.object({ type: z.literal('cancel') }),
  /** "Understood", "next", "done": the one clear next step of a screen that only tells something. */
  z.object({ type: z.literal('continue') }),
  z.object({ type: z.literal('print-history') }),
  z.object({ type: z.literal('more-time') }),
  z.object({ type: z.literal('set-language'), language: Language }),
  z.object({ type: z.literal('set-modes'), modes: Modes }),
  z.object({ type: z.literal('call-staff') }),
]);
export type Intent = z.infer<typeof Intent>;

/** An intent names the revision of the screen it answers: a late or doubled touch is dropped. */
export const IntentMessage = z.object({ revision: z.int().check(z.minimum(0)), intent: Intent });
export type IntentMessage = z.infer<typeof IntentMessage>;

/** What the page may say: a touch, or "I am new here, tell me the screen" (after a reload). */
export const PageMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello') }),
  z.object({ kind: z.literal('intent'), message: IntentMessage }),
]);
export type PageMessage = z.infer<typeof PageMessage>;

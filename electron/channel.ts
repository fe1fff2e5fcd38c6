import type * as z from 'zod/mini';
import { PageMessage } from '../station/contract/index.ts';
import { StaffPageMessage } from '../station/contract/staff.ts';
import { BeatAnswer } from './drawn-proof.ts';

export interface Sender {
  /** The address of the frame that sent it; null where the frame is gone. */
  readonly url: string | null;
  /** True for the window's own top frame. */
  readonly isTop: boolean;
}

export type Refusal = 'foreign-sender' | 'bad-message' | 'wrong-session';

export type Checked<Message> = { ok: true; message: Message } | { ok: false; refusal: Refusal };

/** Our own page, its top frame, and a message that the contract knows; else why it is refused. */
export type Check<Message> = (sender: Sender, message: unknown, ownAddress: string) => Checked<Message>;

function checked<Message>(
  schema: z.ZodMiniType<Message>,
  sender: Sender,
  message: unknown,
  ownAddress: string,
): Checked<Message> {
  if (!isOwn(sender, ownAddress)) return { ok: false, refusal: 'foreign-sender' };
  const parsed = schema.safeParse(message);
  return parsed.success ? { ok: true, message: parsed.data } : { ok: false, refusal: 'bad-message' };
}

/**
 * Checks a message from the passenger's page before anything acts on it. Refusals are counted and logged, never answered.
 */
export const checkPageMessage: Check<PageMessage> = (sender, message, ownAddress) =>
  checked(PageMessage, sender, message, ownAddress);

/**
 * The same for the staff page, which has an address, a window and a contract of its own, and whose touches carry the token
 * of the session that is open now (null: nobody is at work).
 */
export function checkStaffMessage(
  sender: Sender,
  message: unknown,
  ownAddress: string,
  session: string | null,
): Checked<StaffPageMessage> {
  const result = checked(StaffPageMessage, sender, message, ownAddress);
  if (!result.ok || result.message.kind === 'hello') return result;
  return result.message.message.session === session ? result : { ok: false, refusal: 'wrong-session' };
}

/** The number that main had sent, and what is drawn, from the page that it had sent it to. */
export const checkBeat: Check<BeatAnswer> = (sender, message, ownAddress) =>
  checked(BeatAnswer, sender, message, ownAddress);

function isOwn({ isTop, url }: Sender, ownAddress: string): boolean {
  return isTop && url?.startsWith(ownAddress) === true;
}

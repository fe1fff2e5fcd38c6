import { PageMessage } from '../station/contract/index.ts';
import { StaffPageMessage } from '../station/contract/staff.ts';

export interface Sender {
  /** The address of the frame that sent it; null where the frame is gone. */
  readonly url: string | null;
  /** True for the window's own top frame. */
  readonly isTop: boolean;
}

export type Refusal = 'foreign-sender' | 'bad-message';

type Checked<Message> = { ok: true; message: Message } | { ok: false; refusal: Refusal };

/**
 * Checks a message from the passenger's page before anything acts on it: our own page, its top frame, and a message that
 * the contract knows. Returns the message, or why it is refused (refusals are counted and logged, never answered).
 */
export function checkPageMessage(sender: Sender, message: unknown, ownAddress: string): Checked<PageMessage> {
  if (!isOwn(sender, ownAddress)) return { ok: false, refusal: 'foreign-sender' };
  const parsed = PageMessage.safeParse(message);
  return parsed.success ? { ok: true, message: parsed.data } : { ok: false, refusal: 'bad-message' };
}

/** The same for the staff page, which has an address, a window and a contract of its own. */
export function checkStaffMessage(sender: Sender, message: unknown, ownAddress: string): Checked<StaffPageMessage> {
  if (!isOwn(sender, ownAddress)) return { ok: false, refusal: 'foreign-sender' };
  const parsed = StaffPageMessage.safeParse(message);
  return parsed.success ? { ok: true, message: parsed.data } : { ok: false, refusal: 'bad-message' };
}

function isOwn({ isTop, url }: Sender, ownAddress: string): boolean {
  return isTop && url?.startsWith(ownAddress) === true;
}

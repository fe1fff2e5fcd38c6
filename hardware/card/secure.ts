import { fail, ok, type Result, unreachable } from '../result.ts';
import type { Sam, SamError, SamSession } from '../sam/port.ts';
import {
  type BlockAddress,
  Command,
  parseRequestResponse,
  parseSecureRead,
  requestResponse,
  secureRead,
} from './felica.ts';
import type { CardLink, SelectedCard } from './link.ts';
import { timeoutMs } from './pmm.ts';
import type { CardError } from './port.ts';

/** An authenticated session between SAM and card; the host only carries the packets (docs/facts/felica.md §3.6, §7). */
export interface SecureChannel {
  /** Reads blocks of the services that were authenticated for, by their place in that list. */
  read(blocks: readonly BlockAddress[]): Promise<Result<readonly Uint8Array[], CardError>>;
  /** Sends a sealed Write and gives the opened answer; never twice. */
  write(payload: Uint8Array, blocks: number): Promise<Result<Uint8Array, CardError>>;
}

export function samError(error: SamError): CardError {
  switch (error.kind) {
    case 'not-authentic':
      return { kind: 'not-authentic' };
    case 'sam-unavailable':
      // To the card's user a reader whose SAM is broken is a broken reader.
      return { kind: 'reader-failed', detail: `SAM: ${error.detail}` };
    default:
      return unreachable(error);
  }
}

/**
 * Mutual authentication for these areas and services. A card is only called false when it fails twice: a command or an
 * answer that the line lost looks the same the first time, and authenticating changes nothing on the card.
 */
export async function authenticate(
  link: CardLink,
  sam: Sam,
  card: SelectedCard,
  areas: readonly number[],
  services: readonly number[],
): Promise<Result<SecureChannel, CardError>> {
  const first = await attempt(link, sam, card, areas, services);
  return first.ok || first.error.kind !== 'not-authentic' ? first : attempt(link, sam, card, areas, services);
}

async function attempt(
  link: CardLink,
  sam: Sam,
  card: SelectedCard,
  areas: readonly number[],
  services: readonly number[],
): Promise<Result<SecureChannel, CardError>> {
  const begun = await sam.begin({ idm: card.idmBytes }, areas, services);
  if (!begun.ok) return fail(samError(begun.error));
  const wait = timeoutMs(card.pmm, 'authentication', areas.length + services.length);
  const first = await link.ask(begun.value.authentication1, wait, whole);
  if (!first.ok) return fail(await silenceMeans(link, card, first.error));
  const second = await begun.value.authentication2(first.value);
  if (!second.ok) return fail(samError(second.error));
  const last = await link.ask(second.value, wait, whole);
  if (!last.ok) return fail(await silenceMeans(link, card, last.error));
  const session = await begun.value.finish(last.value);
  if (!session.ok) return fail(samError(session.error));
  return ok(channel(link, session.value, card));
}

const whole = (answer: Uint8Array) => answer;

/** A card that does not accept the keys is silent (§3.6 step 8), as is one that was lifted: ask which. */
async function silenceMeans(link: CardLink, card: SelectedCard, error: CardError): Promise<CardError> {
  if (error.kind !== 'card-gone') return error;
  const present = await link.askTwice(requestResponse(card.idmBytes), timeoutMs(card.pmm, 'response'), (answer) =>
    parseRequestResponse(answer, card.idmBytes),
  );
  return present.ok ? { kind: 'not-authentic' } : present.error;
}

function channel(link: CardLink, session: SamSession, card: SelectedCard): SecureChannel {
  const carry = async (
    code: typeof Command.secureRead | typeof Command.secureWrite,
    payload: Uint8Array,
    waitMs: number,
  ): Promise<Result<Uint8Array, CardError>> => {
    const sealed = await session.seal(code, payload);
    if (!sealed.ok) return fail(samError(sealed.error));
    const answered = await link.ask(sealed.value, waitMs, whole);
    if (!answered.ok) return answered;
    const opened = await session.open(code === Command.secureRead ? 0x15 : 0x17, answered.value);
    return opened.ok ? opened : fail(samError(opened.error));
  };
  return {
    read: async (blocks) => {
      const opened = await carry(Command.secureRead, secureRead(blocks), timeoutMs(card.pmm, 'read', blocks.length));
      if (!opened.ok) return opened;
      const answer = parseSecureRead(opened.value, blocks.length);
      if (!answer) return fail({ kind: 'card-data-invalid', detail: 'a secure answer of another shape' });
      return answer.status === 'ok' ? ok(answer.blocks) : fail({ kind: 'card-refused', status: answer.flags });
    },
    write: (payload, blocks) => carry(Command.secureWrite, payload, timeoutMs(card.pmm, 'write', blocks)),
  };
}

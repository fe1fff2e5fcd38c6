import { randomBytes } from 'node:crypto';
import type { Hex } from '../bytes.ts';
import type { CardReader, FieldBefore, PolledCard } from '../reader/port.ts';
import { fail, ok, type Result, unreachable } from '../result.ts';
import type { Sam } from '../sam/port.ts';
import {
  Command,
  parsePolling,
  parseRequestResponse,
  parseRequestService,
  parseRequestSystemCode,
  polling,
  requestResponse,
  requestService,
  requestSystemCode,
  SYSTEM_ANY,
  SYSTEM_LITE_S,
  SYSTEM_TRANSIT,
} from './felica.ts';
import { decodeBalance, decodeGateLog, decodeIssue, GATE_LOG_BLOCKS, Service } from './icoca.ts';
import { ISSUER_PROBES, issuerByMark, issuerOf } from './issuer.ts';
import { CardLink, type SelectedCard, selected } from './link.ts';
import { type OpenBlocks, readBalanceBlock, readOpenBlocks } from './open-read.ts';
import { timeoutMs } from './pmm.ts';
import type {
  CardAccess,
  CardError,
  GatePassage,
  IssueData,
  Issuer,
  KeyedAccess,
  OpenData,
  ReaderError,
  Sighting,
} from './port.ts';
import { readProof } from './proof-read.ts';
import { authenticate } from './secure.ts';
import { authenticateStaff, readIdBlock } from './staff.ts';
import { isStaffIdBlock } from './staff-card.ts';
import { openValueSession } from './value-session.ts';

export interface CardAccessOptions {
  readonly reader: CardReader;
  /** Null: a reader without a SAM; then there is no keyed access, and nobody can ask for it. */
  readonly sam: Sam | null;
  /** Where challenges for staff cards come from; the default is the system's random numbers. */
  readonly random?: (bytes: number) => Uint8Array;
}

/** 3.625 ms and one time slot of 1.208 ms (docs/facts/felica.md §3.1). */
const POLLING_WAIT_MS = 4.833;

/** What reading the issue block authenticates for: nothing that could be written. */
const ISSUE_AREAS: readonly number[] = [0x0000, 0x0040];
const ISSUE_SERVICES: readonly number[] = [Service.issue];

/**
 * Everything the station does with cards, over any reader. One conversation at a time: a value session keeps the card
 * to itself until it is ended, and only `isPresent` gets in between. Neither errors nor their details ever carry a
 * card number or an IDm (design §5).
 */
export function createCardAccess(options: CardAccessOptions): CardAccess {
  const link = new CardLink(options.reader);
  // A SAM is of no use behind a reader that does not carry its commands.
  const sam = link.carries(Command.authentication1) ? options.sam : null;
  return {
    look: () => link.conversation(() => look(link)),
    isPresent: (idm) => isPresent(link, idm),
    readOpen: (idm) => link.conversation(() => readOpen(link, idm)),
    readGateLog: (idm) => link.conversation(() => readGateLog(link, idm)),
    keyed: sam && keyedAccess(link, sam, options.random ?? systemRandom),
  };
}

function systemRandom(bytes: number): Uint8Array {
  return new Uint8Array(randomBytes(bytes));
}

function keyedAccess(link: CardLink, sam: Sam, random: (bytes: number) => Uint8Array): KeyedAccess {
  return {
    readIssue: (idm) => link.conversation(() => readIssue(link, sam, idm)),
    readAll: (idm, field) => link.conversation(() => readAll(link, sam, idm, field)),
    readProof: (idm) =>
      link.conversation(async () => {
        const blocks = await readProof(link, sam, idm);
        return blocks.ok ? ok(openData(idm, blocks.value)) : blocks;
      }),
    openValueSession: (idm) => openValueSession(link, sam, idm),
    authenticateStaff: (idm) =>
      link.conversation(async () => {
        const card = await link.select(idm);
        return card.ok ? authenticateStaff(link, sam, random, card.value) : card;
      }),
  };
}

async function look(link: CardLink): Promise<Result<Sighting, ReaderError>> {
  const looked = await link.detect('as-it-is');
  if (!looked.ok) return looked;
  const detection = looked.value;
  switch (detection.found) {
    case 'nothing':
      return ok({ on: 'nothing' });
    case 'several':
      return ok({ on: 'several' });
    case 'other-technology':
      return ok({ on: 'other-technology' });
    case 'felica':
      return sightingOf(await recognise(link, detection.card));
    default:
      return unreachable(detection);
  }
}

/** Between two commands a card can be lifted: then nothing lies there. Anything else that the card says is no sighting. */
function sightingOf(recognised: Result<Sighting, CardError>): Result<Sighting, ReaderError> {
  if (recognised.ok) return recognised;
  const { error } = recognised;
  return error.kind === 'reader-disconnected' || error.kind === 'reader-failed' ? fail(error) : ok({ on: 'nothing' });
}

async function recognise(link: CardLink, polled: PolledCard): Promise<Result<Sighting, CardError>> {
  const card = selected(polled);
  const { idm, pmm } = polled;
  const named = await systemOf(link, card);
  if (!named.ok) return named;
  const systemCode = named.value;
  if (systemCode === SYSTEM_TRANSIT) {
    const issuer = await recogniseIssuer(link, card);
    return issuer.ok ? ok({ on: 'transit-card', idm, pmm, issuer: issuer.value }) : issuer;
  }
  const other: Sighting = { on: 'other-felica', systemCode: systemCode.toString(16).padStart(4, '0') };
  if (systemCode !== SYSTEM_LITE_S) return ok(other);
  const idBlock = await readIdBlock(link, card);
  if (!idBlock.ok) return idBlock.error.kind === 'card-refused' ? ok(other) : idBlock;
  return ok(isStaffIdBlock(idBlock.value) ? { on: 'staff-card', idm, pmm } : other);
}

/**
 * The system that answered. A reader that cannot ask for it in a polling of any system reports the wildcard (RC-S620/S,
 * docs/facts/felica.md §2.1): then a Lite-S is asked by a polling of its own system, and any other card for its list.
 */
async function systemOf(link: CardLink, card: SelectedCard): Promise<Result<number, CardError>> {
  const systemCode = Number.parseInt(card.systemCode, 16);
  if (systemCode !== SYSTEM_ANY) return ok(systemCode);
  const polled = await link.askTwice(polling(SYSTEM_LITE_S, 0, 0), POLLING_WAIT_MS, parsePolling);
  if (polled.ok && polled.value.idm === card.idm) return ok(SYSTEM_LITE_S);
  const listed = await link.askTwice(requestSystemCode(card.idmBytes), timeoutMs(card.pmm, 'fixed'), (answer) =>
    parseRequestSystemCode(answer, card.idmBytes),
  );
  if (listed.ok) return ok(listed.value[0] ?? SYSTEM_ANY);
  // A card that answered the polling and knows neither is some FeliCa card that cannot be named.
  return listed.error.kind === 'card-gone' ? ok(SYSTEM_ANY) : listed;
}

async function recogniseIssuer(link: CardLink, card: SelectedCard): Promise<Result<Issuer | null, CardError>> {
  const wait = timeoutMs(card.pmm, 'service', ISSUER_PROBES.length);
  const versions = await link.askTwice(requestService(card.idmBytes, ISSUER_PROBES), wait, (answer) =>
    parseRequestService(answer, card.idmBytes, ISSUER_PROBES.length),
  );
  // A card that is silent to this question only is still there: the next one tells.
  if (!versions.ok && versions.error.kind !== 'card-gone') return versions;
  const block = await readBalanceBlock(link, card);
  // A card that shows no balance can still be named by its services.
  if (!block.ok && block.error.kind !== 'card-refused') return block;
  const nibble = block.ok ? decodeBalance(block.value).cardNibble : null;
  if (!link.carries(Command.requestService)) return ok(issuerByMark(nibble));
  const present = versions.ok ? versions.value.map((version) => version !== null) : [];
  return ok(issuerOf(present, nibble));
}

async function isPresent(link: CardLink, idm: Hex): Promise<Result<boolean, ReaderError>> {
  const card = link.known(idm);
  // Whatever lies there, it is not the card that was found last.
  if (!card) return ok(false);
  const answered = await stillAnswers(link, card);
  if (answered.ok) return ok(true);
  const { error } = answered;
  return error.kind === 'reader-disconnected' || error.kind === 'reader-failed' ? fail(error) : ok(false);
}

/**
 * Request Response, which a card hears in every mode; a Lite-S does not know it and is asked to read its ID block
 * (docs/facts/felica.md §3.1, §5.1). A card whose system is not known is asked both ways; a refusal is an answer too.
 * So is it for a card behind a reader that carries reading only.
 */
async function stillAnswers(link: CardLink, card: SelectedCard): Promise<Result<unknown, CardError>> {
  const systemCode = Number.parseInt(card.systemCode, 16);
  if (systemCode === SYSTEM_LITE_S || !link.carries(Command.requestResponse)) return readIdOrRefusal(link, card);
  const wait = timeoutMs(card.pmm, 'response');
  const answered = await link.askTwice(requestResponse(card.idmBytes), wait, (answer) =>
    parseRequestResponse(answer, card.idmBytes),
  );
  return answered.ok || systemCode !== SYSTEM_ANY ? answered : readIdOrRefusal(link, card);
}

async function readIdOrRefusal(link: CardLink, card: SelectedCard): Promise<Result<unknown, CardError>> {
  const read = await readIdBlock(link, card);
  return read.ok || read.error.kind !== 'card-refused' ? read : ok(read.error.status);
}

async function readOpen(link: CardLink, idm: Hex): Promise<Result<OpenData, CardError>> {
  const card = await link.select(idm);
  if (!card.ok) return card;
  const blocks = await readOpenBlocks(link, card.value);
  if (!blocks.ok) return blocks;
  return ok(openData(idm, blocks.value));
}

function openData(idm: Hex, { balanceBlock, history }: OpenBlocks): OpenData {
  const { balanceYen, updateNumber } = decodeBalance(balanceBlock);
  return { idm, balanceYen, updateNumber, history };
}

async function readGateLog(link: CardLink, idm: Hex): Promise<Result<readonly GatePassage[], CardError>> {
  const card = await link.select(idm);
  if (!card.ok) return card;
  const wanted = Array.from({ length: GATE_LOG_BLOCKS }, (_, block) => ({ service: 0, block }));
  const answered = await link.read(card.value, [Service.gateLogOpen], wanted);
  if (!answered.ok) return answered;
  if (answered.value.status !== 'ok') return fail({ kind: 'card-refused', status: answered.value.flags });
  return ok(decodeGateLog(answered.value.blocks));
}

async function readIssue(link: CardLink, sam: Sam, idm: Hex): Promise<Result<IssueData, CardError>> {
  const card = await link.select(idm);
  return card.ok ? issueOf(link, sam, card.value) : card;
}

async function readAll(
  link: CardLink,
  sam: Sam,
  idm: Hex,
  field: FieldBefore = 'afresh',
): Promise<Result<{ open: OpenData; issue: IssueData }, CardError>> {
  const card = await link.select(idm, field);
  if (!card.ok) return card;
  // In the clear first: once a card is authenticated it answers to nothing else until it has lost the field.
  const blocks = await readOpenBlocks(link, card.value);
  if (!blocks.ok && blocks.error.kind !== 'card-refused') return blocks;
  const issue = await issueOf(link, sam, card.value);
  // That a card is not ours says more than that it shows nothing.
  if (!issue.ok) return issue;
  return blocks.ok ? ok({ open: openData(idm, blocks.value), issue: issue.value }) : blocks;
}

async function issueOf(link: CardLink, sam: Sam, card: SelectedCard): Promise<Result<IssueData, CardError>> {
  const channel = await authenticate(link, sam, card, ISSUE_AREAS, ISSUE_SERVICES);
  if (!channel.ok) return channel;
  const read = await channel.value.read([{ service: 0, block: 0 }]);
  if (!read.ok) return read;
  const issue = read.value[0] && decodeIssue(read.value[0]);
  return issue ? ok(issue) : fail({ kind: 'card-data-invalid', detail: 'no issue block of a known layout' });
}

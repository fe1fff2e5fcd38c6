/** What the journal knows of one transfer, step by step. */
import type { StoryStep } from '../contract/staff-money.ts';
import type { Entry, EntryBody, Journal } from '../journal/index.ts';
import { firstEntryOf, type Walk, walkJournal } from './walk.ts';

/**
 * Empty: the journal has nothing about it. O(entries). Archives are read only where its beginning is not in the
 * journal's own file.
 */
export async function storyOf(journal: Journal, transferId: string, walk: Walk = {}): Promise<readonly StoryStep[]> {
  const read = async (from: number): Promise<readonly StoryStep[]> => {
    const story = new Story(transferId);
    await walkJournal(journal, (entry) => story.take(entry), { ...walk, from });
    return story.steps;
  };
  const first = firstEntryOf(journal);
  const steps = await read(first);
  if (first === 1 || isWhole(steps)) return steps;
  const withArchives = await read(1);
  return withArchives.length > steps.length ? withArchives : steps;
}

function isWhole([first]: readonly StoryStep[]): boolean {
  return first?.what.kind === 'intended' || first?.what.kind === 'found';
}

class Story {
  readonly steps: StoryStep[] = [];
  readonly #transferId: string;
  /** Messages that tell its end. */
  readonly #messages = new Set<string>();
  #firstMs = 0;
  #sameRun = true;
  /** It has no step since the last start of the station. */
  #restartedSince = false;

  constructor(transferId: string) {
    this.#transferId = transferId;
  }

  take({ number, atMs, body }: Entry): void {
    if (body.kind === 'station-started') {
      if (this.steps.length > 0) this.#restartedSince = true;
      return;
    }
    const what = this.#stepOf(body);
    if (!what) return;
    if (this.steps.length === 0) this.#firstMs = atMs;
    if (this.#restartedSince) {
      this.steps.push({ entry: number, afterMs: null, what: { kind: 'restarted' } });
      [this.#restartedSince, this.#sameRun] = [false, false];
    }
    this.steps.push({ entry: number, afterMs: this.#sameRun ? Math.max(0, atMs - this.#firstMs) : null, what });
  }

  #stepOf(body: EntryBody): StoryStep['what'] | null {
    if ('messageId' in body) return this.#messages.has(body.messageId) ? stepOfMessage(body) : null;
    if (body.kind === 'message-queued') {
      const { message } = body;
      if (message.call !== 'finish' || message.request.transferId !== this.#transferId) return null;
      this.#messages.add(message.messageId);
      return { kind: 'telling', end: message.request.end };
    }
    return 'transferId' in body && body.transferId === this.#transferId ? stepOfTransfer(body) : null;
  }
}

type About<Key extends string> = Extract<EntryBody, { [K in Key]: unknown }>;

function stepOfMessage(body: About<'messageId'>): StoryStep['what'] {
  switch (body.kind) {
    case 'message-answered':
      return { kind: 'told', state: body.state };
    case 'message-refused':
      return { kind: 'refused', code: body.problem.code };
    case 'message-again':
      return { kind: 'telling-again' };
  }
}

function stepOfTransfer(body: About<'transferId'>): StoryStep['what'] {
  switch (body.kind) {
    case 'transfer-intended': {
      const { points, balanceYen, historyLength: records, updateNumber } = body.evidence;
      return { kind: 'intended', points, balanceYen, records, updateNumber };
    }
    case 'transfer-found':
      return { kind: 'found', points: body.evidence.points, balanceYen: body.evidence.balanceYen };
    case 'transfer-reserved':
      return { kind: 'reserved' };
    case 'transfer-writing':
      return { kind: 'writing' };
    case 'transfer-written':
      return { kind: 'written', proof: body.proof, status: body.status };
    case 'transfer-unknown':
      return { kind: 'unknown', detail: body.detail };
    case 'transfer-contradicted':
      return { kind: 'contradicted', detail: body.detail };
    case 'transfer-voided':
      return { kind: 'voided', proof: body.proof };
    case 'transfer-closed':
      return { kind: 'closed', state: body.state };
    case 'staff-decided':
      return { kind: 'decided', end: body.end, reason: body.reason };
    case 'decision-contradicted':
      return { kind: 'decision-contradicted', stands: body.stands, proves: body.proves };
    case 'staff-handed-over':
      return { kind: 'handed-over' };
  }
}

import { assign, fromCallback, fromPromise, setup } from 'xstate';
import type { Result } from '../../../hardware/result.ts';
import type { SearchBy, StoryStep, Wanted } from '../../contract/staff-money.ts';
import type { StationDeps } from '../../machine/deps.ts';
import { type FoundInLog, searchAudit } from '../audit/search.ts';
import type { StaffBooks } from '../books.ts';
import type { ChainCheck } from '../check-chain.ts';
import type { Medium } from '../export/media.ts';
import type { ExportError, Exported, ExportStep } from '../export/write-archive.ts';
import type { Who } from '../parts.ts';
import type { Found, Hit, JournalWanted } from '../search.ts';

type ExportResult = Result<Exported, ExportError | { readonly kind: 'no-key' }>;

export interface JournalContext {
  readonly who: Who;
  readonly chain: ChainCheck | null;
  readonly checked: number;
  readonly by: SearchBy;
  readonly wanted: Wanted | null;
  readonly found: Found | null;
  readonly inLog: FoundInLog | null;
  readonly hit: Hit | null;
  readonly story: readonly StoryStep[];
  readonly media: readonly Medium[];
  readonly medium: Medium | null;
  readonly step: ExportStep;
  readonly exported: ExportResult | null;
}

type Event =
  | { type: 'check-chain' | 'choose-medium' | 'refresh' | 'back' | 'confirm' }
  | { type: 'choose-search'; by: SearchBy }
  | { type: 'search'; wanted: Wanted }
  | { type: 'open-hit' | 'export-to'; at: number }
  | { type: 'checked'; done: number }
  | { type: 'chain'; chain: ChainCheck | null }
  | { type: 'step'; step: ExportStep }
  | { type: 'exported'; result: ExportResult };

/** The journal: looked through, checked link by link, and taken away on a medium as a signed archive. */
export function journalRoom(deps: StationDeps, books: StaffBooks) {
  const { audit, access } = deps.staff;
  const staffIdOf = (card: string) => access.cards.find((one) => one.card === card)?.staffId;
  const note = ({ who }: JournalContext, act: string, detail: string | null = null): void => {
    audit.append({ kind: 'act', card: who.hash, act, detail });
  };
  return setup({
    types: { context: {} as JournalContext, input: {} as { who: Who }, events: {} as Event },
    actors: {
      // Callbacks, not promises: they tell how far they are.
      check: fromCallback<Event>(({ sendBack }) => {
        books
          .checkChain((done) => sendBack({ type: 'checked', done }))
          .then(
            (chain) => sendBack({ type: 'chain', chain }),
            () => sendBack({ type: 'chain', chain: null }),
          );
      }),
      write: fromCallback<Event, Medium>(({ sendBack, input }) => {
        books
          .exportTo(input, (step) => sendBack({ type: 'step', step }))
          .then(
            (result) => sendBack({ type: 'exported', result }),
            (error: unknown) =>
              sendBack({ type: 'exported', result: { ok: false, error: { kind: 'source', detail: String(error) } } }),
          );
      }),
      search: fromPromise<Found, JournalWanted>(({ input }) => books.search(input)),
      story: fromPromise<readonly StoryStep[], string>(({ input }) => books.story(input)),
    },
    actions: {
      noteSearch: ({ context }) => note(context, 'search-journal', context.wanted?.kind ?? null),
      noteExport: ({ context }) => note(context, 'export', context.medium?.label ?? null),
      noteCheck: ({ context }) => note(context, 'check-chain'),
      searchLog: assign({
        inLog: ({ context: { wanted } }) =>
          wanted?.kind === 'staff-log' ? searchAudit(audit.entries(), wanted, staffIdOf) : null,
      }),
      findMedia: assign({ media: () => books.media().slice(0, 8) }),
    },
    guards: {
      isStaffLog: ({ context }) => context.wanted?.kind === 'staff-log',
      isTransfer: ({ context }) => context.hit?.what.kind === 'transfer',
    },
  }).createMachine({
    id: 'journal',
    context: ({ input }) => ({
      who: input.who,
      chain: null,
      checked: 0,
      by: 'reference',
      wanted: null,
      found: null,
      inLog: null,
      hit: null,
      story: [],
      media: [],
      medium: null,
      step: 'copying',
      exported: null,
    }),
    initial: 'open',
    states: {
      open: {
        on: {
          'check-chain': 'checking',
          'choose-search': { target: 'asking', actions: assign({ by: ({ event }) => event.by }) },
          'choose-medium': 'choosingMedium',
          back: 'left',
        },
      },
      checking: {
        entry: [assign({ checked: 0 }), 'noteCheck'],
        invoke: { src: 'check' },
        on: {
          checked: { actions: assign({ checked: ({ event }) => event.done }) },
          chain: { target: 'open', actions: assign({ chain: ({ event }) => event.chain }) },
        },
      },
      asking: {
        on: {
          back: 'open',
          search: { target: 'looking', actions: [assign({ wanted: ({ event }) => event.wanted }), 'noteSearch'] },
        },
      },
      looking: { always: [{ guard: 'isStaffLog', target: 'inLog' }, { target: 'searching' }] },
      inLog: { entry: 'searchLog', on: { back: 'asking' } },
      searching: {
        invoke: {
          src: 'search',
          input: ({ context }) => wantedOf(context),
          onDone: { target: 'found', actions: assign({ found: ({ event }) => event.output }) },
          onError: 'open',
        },
      },
      found: {
        on: {
          back: 'asking',
          'open-hit': {
            guard: ({ context, event }) => context.found?.hits[event.at] !== undefined,
            target: 'opening',
            actions: assign({ hit: ({ context, event }) => context.found?.hits[event.at] ?? null, story: [] }),
          },
        },
      },
      opening: { always: [{ guard: 'isTransfer', target: 'reading' }, { target: 'hit' }] },
      reading: {
        invoke: {
          src: 'story',
          input: ({ context }) => (context.hit?.what.kind === 'transfer' ? context.hit.what.transferId : ''),
          onDone: { target: 'hit', actions: assign({ story: ({ event }) => event.output }) },
          onError: 'hit',
        },
      },
      hit: { on: { back: 'found' } },
      choosingMedium: {
        entry: 'findMedia',
        on: {
          refresh: { target: 'choosingMedium', reenter: true },
          back: 'open',
          'export-to': {
            guard: ({ context, event }) => context.media[event.at] !== undefined,
            target: 'exporting',
            actions: assign({ medium: ({ context, event }) => context.media[event.at] ?? null, step: 'copying' }),
          },
        },
      },
      exporting: {
        tags: ['in-flight'],
        entry: 'noteExport',
        invoke: { src: 'write', input: ({ context }) => mediumOf(context) },
        on: {
          step: { actions: assign({ step: ({ event }) => event.step }) },
          exported: { target: 'exported', actions: assign({ exported: ({ event }) => event.result }) },
        },
      },
      exported: { on: { back: 'choosingMedium', confirm: 'open' } },
      left: { type: 'final' },
    },
  });
}

function wantedOf({ wanted }: JournalContext): JournalWanted {
  if (!wanted || wanted.kind === 'staff-log') throw new Error('nothing is looked for');
  return wanted;
}

function mediumOf({ medium }: JournalContext): Medium {
  if (!medium) throw new Error('no medium');
  return medium;
}

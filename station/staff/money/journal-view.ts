import { basename } from 'node:path';
import type { SnapshotFrom } from 'xstate';
import type { HitLine } from '../../contract/staff-money.ts';
import { may } from '../access/may.ts';
import type { StaffBooks } from '../books.ts';
import type { StaffView } from '../rooms.ts';
import type { Hit } from '../search.ts';
import { shownStory } from './case-views.ts';
import type { JournalContext, journalRoom } from './journal-room.ts';
import { working } from './working.ts';

type Snapshot = SnapshotFrom<ReturnType<typeof journalRoom>>;

export function journalView(snapshot: Snapshot, books: StaffBooks): StaffView | null {
  const { context } = snapshot;
  switch (snapshot.value) {
    case 'open':
      return openView(context, books);
    case 'checking':
      return working('checking-chain', ['finish'], { done: context.checked, total: books.entries });
    case 'asking':
      return { body: { id: 'search', by: context.by }, accepts: ['search', 'back', 'finish'] };
    case 'inLog':
      return logView(context);
    case 'searching':
      return working('searching', ['finish']);
    case 'found':
      return foundView(context);
    case 'reading':
      return working('reading-story');
    case 'hit':
      return context.hit
        ? {
            body: { id: 'hit', hit: shownHit(context.hit), story: shownStory(context.story) },
            accepts: ['back', 'finish'],
          }
        : null;
    case 'choosingMedium': {
      const media = context.media.map(({ label }) => label);
      return { body: { id: 'choose-medium', media }, accepts: ['export-to', 'refresh', 'back', 'finish'] };
    }
    case 'exporting':
      return working(context.step);
    case 'exported':
      return exportedView(context);
    default:
      return null;
  }
}

function openView({ chain, who }: JournalContext, { entries, fingerprint, isRig }: StaffBooks): StaffView {
  const shown = chain?.kind === 'whole' ? { kind: 'whole' as const, from: chain.from, to: chain.to } : chain;
  const exports = fingerprint && may(who.role, 'choose-medium') ? (['choose-medium'] as const) : [];
  return {
    body: { id: 'journal', entries, fingerprint, rig: isRig, chain: shown },
    accepts: ['choose-search', 'check-chain', ...exports, 'back', 'finish'],
  };
}

function foundView({ wanted, found }: JournalContext): StaffView | null {
  if (!wanted || !found) return null;
  const { hits, count, complete, timeless } = found;
  return {
    body: { id: 'hits', wanted, hits: hits.map(shownHit), count, complete, timeless },
    accepts: ['open-hit', 'back', 'finish'],
  };
}

function logView({ wanted, inLog }: JournalContext): StaffView | null {
  if (wanted?.kind !== 'staff-log' || !inLog) return null;
  const { lines, count, timeless } = inLog;
  return {
    body: { id: 'staff-log', on: wanted.on, lines: [...lines], count, timeless },
    accepts: ['back', 'finish'],
  };
}

function shownHit({ on, time, cardTail, what }: Hit): HitLine {
  if (what.kind === 'registration') return { on, time, cardTail, what };
  const { kind, reference, points, state } = what;
  return { on, time, cardTail, what: { kind, reference, points, state } };
}

function exportedView({ exported }: JournalContext): StaffView | null {
  if (!exported) return null;
  if (exported.ok) {
    const { file, bytes, entries, fingerprint, isFromMedium, leftOut } = exported.value;
    return {
      body: {
        id: 'exported',
        file: basename(file),
        bytes,
        entries,
        fingerprint,
        fromMedium: isFromMedium,
        leftOut: [...leftOut],
      },
      accepts: ['confirm', 'finish'],
    };
  }
  const { error } = exported;
  const neededBytes = error.kind === 'full' ? error.neededBytes : null;
  return { body: { id: 'export-failed', why: error.kind, neededBytes }, accepts: ['confirm', 'back', 'finish'] };
}

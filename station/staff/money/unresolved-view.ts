import type { SnapshotFrom } from 'xstate';
import type { StaffIntent } from '../../contract/staff.ts';
import { SCREEN_LINES } from '../../contract/staff-money.ts';
import type { StaffView } from '../rooms.ts';
import { reasonsFor, shownCase, shownStory } from './case-views.ts';
import { slipOf } from './outcomes.ts';
import type { unresolvedRoom } from './unresolved-room.ts';
import { working } from './working.ts';

type Snapshot = SnapshotFrom<ReturnType<typeof unresolvedRoom>>;

export function unresolvedView(snapshot: Snapshot): StaffView | null {
  const { context } = snapshot;
  if (snapshot.matches('listing')) return working('reading-cases', ['back', 'finish']);
  if (snapshot.matches('list')) return listView(snapshot);
  if (!context.chosen) return null;
  const shown = shownCase(context.chosen);
  const { end, reason } = context;
  if (snapshot.matches('reading')) return working('reading-story');
  if (snapshot.matches('case')) return caseView(snapshot);
  if (snapshot.matches({ withCard: 'laying' })) {
    const hint = snapshot.children.findCard?.getSnapshot().context.hint ?? null;
    return { body: { id: 'lay-case-card', case: shown, hint }, accepts: ['back', 'finish'] };
  }
  if (snapshot.matches({ withCard: 'settling' })) return working('reading-card');
  if (snapshot.matches('choosingEnd')) {
    return { body: { id: 'choose-end', case: shown }, accepts: ['choose-end', 'back', 'finish'] };
  }
  if (snapshot.matches('choosingReason')) {
    const reasons = reasonsFor(context.chosen);
    return { body: { id: 'choose-reason', case: shown, end, reasons }, accepts: ['choose-reason', 'back', 'finish'] };
  }
  if (snapshot.matches('confirming')) {
    return { body: { id: 'confirm-decision', case: shown, end, reason }, accepts: ['confirm', 'back', 'finish'] };
  }
  if (snapshot.matches('secondPerson')) return secondView(snapshot);
  if (snapshot.matches('printing')) return working('printing');
  if (snapshot.matches('ended')) {
    const { how, printed } = context;
    const slip: StaffIntent['type'][] = slipOf(context, null) ? ['print'] : [];
    return { body: { id: 'case-ended', case: shown, how, printed }, accepts: ['confirm', ...slip, 'finish'] };
  }
  return null;
}

function listView({ context: { list } }: Snapshot): StaffView {
  const cases = list.cases.slice(0, SCREEN_LINES).map(shownCase);
  return {
    body: { id: 'cases', cases, count: list.cases.length, centerAsked: list.centerAsked },
    accepts: ['open-case', 'refresh', 'back', 'finish'],
  };
}

function caseView({ context: { chosen, story } }: Snapshot): StaffView | null {
  if (!chosen) return null;
  const ways: StaffIntent['type'][] = [];
  if (chosen.transfer) ways.push('resolve-with-card', 'decide');
  if (chosen.kind === 'refused') ways.push('tell-again');
  if (chosen.kind === 'refused' || chosen.kind === 'discrepancy') ways.push('hand-over');
  return {
    body: { id: 'case', case: shownCase(chosen), story: shownStory(story) },
    accepts: [...ways, 'back', 'finish'],
  };
}

function secondView(snapshot: Snapshot): StaffView | null {
  const { chosen, second, pad, wrong, triesLeft, secondProblem } = snapshot.context;
  if (!chosen) return null;
  if (snapshot.matches({ secondPerson: 'deciding' })) return working('deciding');
  if (snapshot.matches({ secondPerson: 'enteringPin' }) && second) {
    const { staffId } = second.card;
    return {
      body: { id: 'enter-pin', staffId, pad: [...pad], wrong, triesLeft },
      accepts: ['pin', 'back', 'finish'],
    };
  }
  if (snapshot.matches({ secondPerson: 'laying' })) {
    const problem = snapshot.children.secondCard?.getSnapshot().context.problem ?? secondProblem;
    return { body: { id: 'lay-second-card', case: shownCase(chosen), problem }, accepts: ['back', 'finish'] };
  }
  return { body: { id: 'checking' }, accepts: ['finish'] };
}

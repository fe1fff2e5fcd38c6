import type { StoryStep } from '../../../station/contract/staff-money.ts';
import { unreachable } from '../../unreachable.ts';
import { format, text } from '../state.ts';

/** What a step means to somebody who has never seen a journal. */
export function stepInWords(what: StoryStep['what']): string {
  const t = text.value.money;
  const f = format.value;
  switch (what.kind) {
    case 'intended':
      return t.step.intended(f.yen(what.points), f.yen(what.balanceYen), what.records);
    case 'found':
      return t.step.found(f.yen(what.points), f.yen(what.balanceYen));
    case 'reserved':
    case 'writing':
    case 'unknown':
    case 'contradicted':
    case 'telling-again':
    case 'handed-over':
    case 'restarted':
      return t.step[what.kind];
    case 'written':
      return { answer: t.step.writtenByAnswer, history: t.step.writtenByHistory, staff: t.step.writtenByStaff }[
        what.proof
      ];
    case 'voided':
      return {
        'never-sent': t.step.neverSent,
        history: t.step.notWrittenByHistory,
        refused: t.step.refusedByCard,
        staff: t.step.notWrittenByStaff,
      }[what.proof];
    case 'closed':
      return what.state === 'settled' ? t.step.closedSettled : t.step.closedVoided;
    case 'decided':
      return t.step.decided(t.end[what.end], t.reason[what.reason]);
    case 'decision-contradicted':
      return t.step.proves(t.terminal[what.proves]);
    case 'telling':
      return t.step.telling(t.terminal[what.end]);
    case 'told':
      return t.step.told(t.terminal[what.state ?? 'null']);
    case 'refused':
      return t.step.refused(what.code);
    default:
      return unreachable(what);
  }
}

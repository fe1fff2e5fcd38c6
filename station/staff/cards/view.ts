import type { SnapshotFrom } from 'xstate';
import type { StationDeps } from '../../machine/deps.ts';
import { choosePinView } from '../choose-pin.ts';
import type { StaffView } from '../rooms.ts';
import type { cardsMachine } from './machine.ts';

type Snapshot = SnapshotFrom<ReturnType<typeof cardsMachine>>;

export function cardsView(snapshot: Snapshot, { staff }: StationDeps): StaffView | null {
  const { context, children } = snapshot;
  if (snapshot.matches('list')) {
    const cards = staff.access.cards.map(({ staffId, role, card }) => {
      return { staffId, role, here: card === context.who.hash };
    });
    return {
      body: { id: 'cards', cards, failed: context.failed },
      accepts: ['enrol-card', 'remove-card', 'back', 'finish'],
    };
  }
  if (snapshot.matches('confirmingRemoval')) {
    const leaving = staff.access.cards.find(({ staffId }) => staffId === context.leaving);
    if (!leaving) return null;
    const { staffId, role } = leaving;
    return { body: { id: 'confirm-remove-card', staffId, role }, accepts: ['confirm', 'back', 'finish'] };
  }
  if (snapshot.matches('laying')) {
    return { body: { id: 'lay-new-card', problem: context.problem }, accepts: ['back', 'finish'] };
  }
  if (!context.card) return null;
  if (snapshot.matches('confirmingReturn')) {
    const { staffId, role } = context.card;
    return { body: { id: 'confirm-return-card', staffId, role }, accepts: ['confirm', 'back', 'finish'] };
  }
  return choosePinView(children.choosePin?.getSnapshot(), context.card, 'new-card');
}

import { DeviceLine, OtherPart, type UnresolvedLine } from '../contract/staff.ts';
import type { BoardStatus } from '../contract/staff-devices.ts';
import type { StationDeps } from '../machine/deps.ts';

/** What staff see without opening a room. */
const IN_THE_MENU: readonly BoardStatus['name'][] = ['reader', 'printer', 'center', 'journal', 'audit'];

/** Lines of the board of devices, with how often each had to be helped. */
export function deviceLines(deps: StationDeps): DeviceLine[] {
  const recoveries: Partial<Record<BoardStatus['name'], number>> = deps.recoveries();
  return deps.staff.devices
    .board()
    .filter(({ what: { name } }) => IN_THE_MENU.includes(name))
    .map((line) => DeviceLine.parse({ ...line, recoveries: recoveries[line.what.name] ?? 0 }));
}

/** What is not good among the parts that have no line above: nobody is told that all is well while the disk is full. */
export function otherParts({ staff }: StationDeps): OtherPart[] {
  return staff.devices.board().flatMap(({ what: { name }, state }) => {
    const part = OtherPart.safeParse({ name, state });
    return part.success ? [part.data] : [];
  });
}

/** Every transfer whose end is not known, oldest first. */
export function unresolvedLines({ money }: StationDeps): UnresolvedLine[] {
  return (money.ok ? money.value.open : []).map(({ reference, evidence, on }) => ({
    reference,
    charge: evidence.points,
    on,
  }));
}

import { type DeviceLine, OtherPart, type UnresolvedLine } from '../contract/staff.ts';
import type { StationDeps } from '../machine/deps.ts';

/** Every device of the machine in one line: what it says, and whether passengers are served all the same. */
export function deviceLines(deps: StationDeps): DeviceLine[] {
  const { reader, receipts, day, money, staff } = deps;
  const recoveries = deps.recoveries();
  const { problem, state } = staff.audit;
  return [
    {
      name: 'card-reader',
      status: reader.status,
      state: reader.status === 'ready' ? 'good' : 'bad',
      recoveries: recoveries.reader,
    },
    {
      name: 'printer',
      status: receipts.state,
      state: receipts.state === 'ready' ? 'good' : receipts.state === 'paper-low' ? 'care' : 'bad',
      recoveries: recoveries.printer,
    },
    {
      name: 'center',
      status: day.refusal ?? (day.reachable ? 'reachable' : 'unreachable'),
      state: day.reachable && !day.refusal ? 'good' : 'bad',
      recoveries: 0,
    },
    {
      name: 'journal',
      status: money.ok ? 'ready' : money.error,
      state: money.ok ? 'good' : 'bad',
      recoveries: 0,
    },
    {
      name: 'audit',
      status: problem ? 'not-written' : state.after === null ? 'ready' : 'begun-anew',
      state: problem ? 'bad' : state.after === null ? 'good' : 'care',
      recoveries: 0,
    },
  ];
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

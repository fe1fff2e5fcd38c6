import type { Schedule, Step } from './schedule.ts';

/** Does this schedule still fail? */
export type Fails = (schedule: Schedule) => Promise<boolean>;

/**
 * A smaller schedule that still fails: steps are left out, longest runs first, then what goes wrong in those that
 * remain, until nothing can be left out any more.
 */
export async function shrink(schedule: Schedule, fails: Fails): Promise<Schedule> {
  let smallest = schedule;
  for (let before = -1; before !== sizeOf(smallest); ) {
    before = sizeOf(smallest);
    for (let length = Math.ceil(smallest.steps.length / 2); length >= 1; length = Math.floor(length / 2)) {
      smallest = await without(smallest, length, fails);
    }
    smallest = await simpler(smallest, fails);
  }
  return smallest;
}

async function without(schedule: Schedule, length: number, fails: Fails): Promise<Schedule> {
  let left = schedule;
  for (let at = 0; at < left.steps.length; ) {
    const smaller = { ...left, steps: left.steps.toSpliced(at, length) };
    if (await fails(smaller)) left = smaller;
    else at += length;
  }
  return left;
}

async function simpler(schedule: Schedule, fails: Fails): Promise<Schedule> {
  let left = schedule;
  for (let at = 0; at < left.steps.length; at++) {
    for (const candidate of simplerSteps(left.steps[at])) {
      const smaller = { ...left, steps: left.steps.with(at, candidate) };
      if (sizeOf(smaller) < sizeOf(left) && (await fails(smaller))) left = smaller;
    }
  }
  return left;
}

/** The same step with one thing less that goes wrong. */
function simplerSteps(step: Step | undefined): Step[] {
  switch (step?.do) {
    case 'visit':
      return [
        ...step.faults.map((_, index) => ({ ...step, faults: step.faults.toSpliced(index, 1) })),
        { ...step, receipt: null },
        ...(step.receipt ? [{ ...step, receipt: { faults: [] } }] : []),
      ];
    case 'register':
      return step.faults.map((_, index) => ({ ...step, faults: step.faults.toSpliced(index, 1) }));
    case 'receipt':
      return [{ ...step, wish: { faults: [] } }];
    case 'restore':
      return [
        { ...step, starts: 1 },
        { ...step, centerAway: false },
      ];
    default:
      return [];
  }
}

/** Length as text: what is shorter is simpler. */
function sizeOf(schedule: Schedule): number {
  return JSON.stringify(schedule.steps).length;
}

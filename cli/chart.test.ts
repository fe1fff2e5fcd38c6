import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chartDocument } from './chart/document.ts';
import { allMachines, arrowsOf } from './chart/machines.ts';
import { sessionsOf } from './chart/sessions.ts';

describe('the state chart', () => {
  test('in docs/ is the machine as it is (npm run chart makes it anew)', () => {
    const written = readFileSync(join(import.meta.dirname, '..', 'docs', 'state-chart.md'), 'utf8');
    expect(chartDocument()).toBe(written);
  });

  test('has every state reachable', () => {
    for (const machine of allMachines()) {
      const reached = new Set(arrowsOf(machine.root).map(({ to }) => to.join('.')));
      const initial = new Set<string>();
      const states: string[] = [];
      const visit = (node: (typeof machine)['root']): void => {
        for (const target of node.initial?.target ?? []) initial.add(target.path.join('.'));
        if (node.path.length > 0) states.push(node.path.join('.'));
        for (const child of Object.values(node.states)) visit(child);
      };
      visit(machine.root);
      const lost = states.filter(
        (state) => !reached.has(state) && !initial.has(state) && ![...reached].some((to) => to.startsWith(`${state}.`)),
      );
      expect(lost, machine.id).toEqual([]);
    }
  });

  test('value in flight is left by its outcome alone: no touch, no time limit', () => {
    const pointCharge = allMachines().find(({ id }) => id === 'pointCharge');
    const ways = arrowsOf(pointCharge?.root.states.charging ?? ({} as never)).map(({ label }) => label);
    expect(ways).toEqual(['charge.ended: the outcome', 'charge.failed: defect']);
  });

  test('no state of a job is a dead end', () => {
    for (const machine of allMachines().filter(({ id }) => ['registration', 'pointCharge', 'inquiry'].includes(id))) {
      const arrows = arrowsOf(machine.root).map(({ from, to }) => [from[0], to[0]] as const);
      const ending = new Set<string | undefined>(['ended']);
      for (const _ of arrows) for (const [from, to] of arrows) if (ending.has(to)) ending.add(from);
      expect(Object.keys(machine.root.states).filter((state) => !ending.has(state))).toEqual([]);
    }
  });

  test('the sessions are the whole of it: with and without a receipt, done, refused, unresolved', () => {
    for (const machine of allMachines().filter(({ id }) => ['registration', 'pointCharge'].includes(id))) {
      const sessions = sessionsOf(machine);
      const lived = new Set(sessions.flatMap(({ steps }) => steps.map(({ state }) => state.split('.')[0])));
      for (const { steps } of sessions) expect(steps.at(-1)?.state).toBe('ended');
      expect([...lived, 'beginning'].toSorted()).toEqual(Object.keys(machine.root.states).toSorted());
    }
  });
});

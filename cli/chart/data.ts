import type { AnyStateMachine, StateNode } from 'xstate';
import type { ChartMachine } from '../../rig/shell/shell.ts';
import { about } from './document.ts';
import { allMachines, arrowsOf, childrenOf } from './machines.ts';

/** Every machine for the front panel, which draws the ones that run. */
export function chartData(): ChartMachine[] {
  return allMachines().map(chartOf);
}

function chartOf(machine: AnyStateMachine): ChartMachine {
  const arrows = arrowsOf(machine.root).filter(({ isDefect }) => !isDefect);
  return {
    id: machine.id,
    about: about[machine.id] ?? '',
    states: inside(machine.root),
    arrows: arrows.map(({ from, to, label }) => ({ from: from.join('.'), to: to.join('.'), label })),
  };
}

function inside(node: StateNode): ChartMachine['states'][number][] {
  return childrenOf(node).flatMap((child) => [
    {
      path: child.path.join('.'),
      runs: child.invoke.map(({ src }) => String(src)).filter((src) => !src.startsWith('xstate.')),
      isFinal: child.type === 'final',
    },
    ...inside(child),
  ]);
}

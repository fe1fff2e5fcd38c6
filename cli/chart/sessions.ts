import type { AnyStateMachine, StateNode } from 'xstate';
import { type Arrow, arrowsOf, childrenOf } from './machines.ts';

/** One way through a machine: the states in order, with what led from one to the next. */
export interface Session {
  readonly steps: readonly { readonly label: string; readonly state: string }[];
}

/**
 * Every way from the beginning of a machine to its end that visits no state twice. Going back and trying again are ways
 * that join one of these, so this is the list of what a passenger can live through.
 */
export function sessionsOf(machine: AnyStateMachine): Session[] {
  const arrows = arrowsOf(machine.root).filter(({ isDefect, label }) => !isDefect && !label.endsWith('defect'));
  const sessions: Session[] = [];
  const walk = (node: StateNode, visited: readonly string[], steps: Session['steps']): void => {
    if (node.type === 'final') {
      sessions.push({ steps });
      return;
    }
    for (const arrow of leaving(node, arrows)) {
      const target = settle(nodeAt(machine, arrow.to));
      if (visited.includes(target.id)) continue;
      walk(target, [...visited, target.id], [...steps, { label: arrow.label, state: target.path.join('.') }]);
    }
  };
  const start = settle(machine.root);
  walk(start, [start.id], []);
  return sessions;
}

/** The arrows of a state and of the states around it. */
function leaving(node: StateNode, arrows: readonly Arrow[]): Arrow[] {
  return arrows.filter(({ from, to }) => isPrefix(from, node.path) && !samePath(to, node.path));
}

function isPrefix(prefix: readonly string[], path: readonly string[]): boolean {
  return prefix.every((part, index) => path[index] === part);
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && isPrefix(a, b);
}

function nodeAt(machine: AnyStateMachine, path: readonly string[]): StateNode {
  return path.reduce<StateNode>((node, key) => node.states[key] ?? node, machine.root);
}

/** The state in which a state with states inside begins. */
function settle(node: StateNode): StateNode {
  if (childrenOf(node).length === 0) return node;
  const [initial] = node.initial.target ?? [];
  return initial ? settle(initial) : node;
}

import type { AnyStateMachine, StateNode } from 'xstate';
import { arrowsOf, childrenOf } from './machines.ts';

const nameOf = (path: readonly string[]): string => path.join('_') || 'machine';
/** Mermaid takes a colon and a semicolon in a label for its own. */
const safe = (label: string): string => label.replaceAll(';', ',').replaceAll('"', "'");

/** The picture of one machine, as Mermaid text (drawn by GitHub and by most editors). */
export function mermaidOf(machine: AnyStateMachine): string {
  const lines = ['stateDiagram-v2', ...inside(machine.root, '  ')];
  const arrows = arrowsOf(machine.root).filter(({ isDefect }) => !isDefect);
  const drawn = new Set<string>();
  for (const { from, to, label } of arrows) {
    // From everywhere: a note is clearer than an arrow from each state.
    const line =
      from.length === 0
        ? `  note right of ${nameOf(to)} : from every state (${safe(label)})`
        : `  ${nameOf(from)} --> ${nameOf(to)}${label === '' ? '' : ` : ${safe(label)}`}`;
    drawn.add(line);
  }
  return [...lines, ...drawn].join('\n');
}

function inside(node: StateNode, indent: string): string[] {
  const lines: string[] = [];
  for (const child of childrenOf(node)) {
    const invoked = child.invoke.map(({ src }) => String(src)).filter((src) => !src.startsWith('xstate.'));
    const title = invoked.length > 0 ? `${child.key} (${invoked.join(', ')})` : child.key;
    lines.push(`${indent}state "${title}" as ${nameOf(child.path)}`);
    if (childrenOf(child).length > 0) {
      lines.push(`${indent}state ${nameOf(child.path)} {`, ...inside(child, `${indent}  `), `${indent}}`);
    }
    if (child.type === 'final') lines.push(`${indent}${nameOf(child.path)} --> [*]`);
  }
  const [initial] = node.initial.target ?? [];
  if (initial) lines.unshift(`${indent}[*] --> ${nameOf(initial.path)}`);
  return lines;
}

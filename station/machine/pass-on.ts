import type { AnyActorRef, AnyEventObject } from 'xstate';

/**
 * The action of every machine for events that its own state does not take: they are for the child that is running
 * (a touch on the screen of the printing child reaches it through its flow). Children ignore what they do not know.
 */
export function passOn({ self, event }: { self: unknown; event: AnyEventObject }): void {
  if (event.type.startsWith('xstate.')) return;
  const { children } = (self as AnyActorRef).getSnapshot() as { children: Record<string, AnyActorRef | undefined> };
  for (const child of Object.values(children)) child?.send(event);
}

import type { AnyActorRef, AnyEventObject } from 'xstate';

interface PassOnArgs {
  readonly self: unknown;
  readonly event: AnyEventObject;
  readonly enqueue: { sendTo(child: AnyActorRef, event: AnyEventObject): void };
}

/**
 * For `enqueueActions`: an event that a machine's own state does not take is for the child that is running (a touch on
 * the screen of the printing child reaches it through its flow). Children ignore what they do not know.
 */
export function passOn({ self, event, enqueue }: PassOnArgs): void {
  // XState's own events are for the machine that they are addressed to.
  if (!event.type.startsWith('xstate.')) tellChildren({ self, event, enqueue });
}

/** A touch of any kind: the time limit that runs begins anew. */
export function passOnTouch({ self, enqueue }: PassOnArgs): void {
  tellChildren({ self, event: { type: 'touched' }, enqueue });
}

function tellChildren({ self, event, enqueue }: PassOnArgs): void {
  const { children } = (self as AnyActorRef).getSnapshot() as { children: Record<string, AnyActorRef | undefined> };
  for (const child of Object.values(children)) {
    if (child?.getSnapshot().status === 'active') enqueue.sendTo(child, event);
  }
}

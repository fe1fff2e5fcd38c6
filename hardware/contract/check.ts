import { fail, ok, type Result } from '../result.ts';

/**
 * One thing that a device, or an adapter, has to do so that the layers above it work. A kind of device has one list of
 * them: the tests run it against the simulators, `npm run rig -- check` against whatever is connected.
 */
export interface ContractCheck<Subject> {
  /** Reads after the device's name: "finds the card, again and again". */
  readonly does: string;
  /** A device may do without; then this is to be done. */
  readonly without?: string;
  /** Resolves to a remark, often empty; throws where the subject does something else, saying what. */
  readonly look: (subject: Subject) => Promise<string>;
}

/** Thrown by a check: what was seen instead, in words. */
class SomethingElse extends Error {}

/** Ends the check where this does not hold. `instead`: what was seen. */
export function expected(holds: boolean, instead: string): asserts holds {
  if (!holds) throw new SomethingElse(instead);
}

/** The value of a result that has to be there. `what`: the step that had to succeed. */
export function needed<Value>(result: Result<Value, unknown>, what: string): Value {
  if (!result.ok) throw new SomethingElse(`${what}: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** The remark of a check that holds, or what was seen instead; an exception of an adapter is such a thing too. */
export async function tryCheck<Subject>(
  check: ContractCheck<Subject>,
  subject: Subject,
): Promise<Result<string, string>> {
  try {
    return ok(await check.look(subject));
  } catch (error) {
    if (error instanceof SomethingElse) return fail(error.message);
    return fail(`it threw ${error instanceof Error ? error.message : String(error)}`);
  }
}

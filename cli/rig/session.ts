import { constants } from 'node:os';
import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../hardware/result.ts';
import type { DeviceLine } from '../../rig/device-line.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';

/** Nothing where the command did its work; else one line a person can act on. */
export type Outcome = Result<void, string>;

/** Ends the command with its usage and status 2. */
export class WrongUsage extends Error {}

/** Ends a command that was told to stop before its work was done; `status` as a shell has it: 130 after Ctrl-C. */
export class Stopped extends Error {
  readonly status: number;

  constructor(by: NodeJS.Signals, what: string) {
    super(what);
    this.status = 128 + constants.signals[by];
  }
}

/** The values of these options; anything else is wrong usage. */
export function optionsOf<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  const { values, positionals } = argumentsOf(args, options);
  if (positionals.length > 0) throw new WrongUsage();
  return values;
}

/** The same where words without a name stand too. */
export function argumentsOf<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    throw new WrongUsage();
  }
}

/** Puts a device on a pseudo terminal at `link` and keeps it there until this process is told to stop. */
export async function serveOn(
  link: string,
  name: string,
  attach: (terminal: DeviceLine) => { stop(): void },
): Promise<Outcome> {
  let terminal: DeviceLine;
  try {
    terminal = openPseudoTerminal(link);
  } catch (error) {
    return fail(`no pseudo terminal at ${link}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const told = stopSignal();
  const device = attach(terminal);
  process.stdout.write(`${name} ${link}\n`);
  await told;
  device.stop();
  terminal.close();
  return ok(undefined);
}

/** Resolves, with the signal, when this process is told to stop. Ctrl-C comes twice: from the terminal and from the launcher. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
  });
}

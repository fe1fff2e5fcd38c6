/**
 * A machine whose configuration file is wrong, and which has a window: it says so on its own display, with the line, and
 * does nothing else. The file is looked at again and again; once it is right, the process ends and is started anew.
 */
import type { Clock } from '../hardware/clock.ts';
import { type Result, unreachable } from '../hardware/result.ts';
import type { ConfigFault } from './config.ts';
import { FRESH_MODES, type Language, PageMessage, Profile, type Screen } from './contract/index.ts';
import { delays } from './delays.ts';
import type { Host } from './host.ts';

export interface WrongConfiguration {
  readonly host: Pick<Host, 'send' | 'onMessage'>;
  readonly clock: Clock;
  readonly file: string;
  readonly fault: ConfigFault;
  /** Looks again: the configuration, or what is wrong now. */
  readonly read: () => Result<unknown, ConfigFault>;
  /** What the file says of profile and name, right or wrong; null where it cannot be read. */
  readonly text: () => string | null;
  readonly firstRevision: number;
  /** It can be started with the file as it is now. */
  readonly mended: () => void;
}

/** Shows it until it is mended. Returns how to stop. */
export function showWrongConfiguration(options: WrongConfiguration): () => void {
  const { host, clock, file, read, text, mended } = options;
  let { fault } = options;
  let language: Language = 'ja';
  let revision = options.firstRevision;
  let timer = clock.setTimeout(look, delays.configurationAgain);

  function show(): void {
    const known = knownOf(text());
    const screen: Screen = {
      revision,
      language,
      modes: FRESH_MODES,
      ...known,
      businessDate: null,
      pointName: null,
      timeLimit: null,
      accepts: ['set-language'],
      body: {
        id: 'out-of-service',
        reason: 'configuration',
        configuration: { file, line: fault.line, field: fault.field, detail: fault.detail.slice(0, 300) },
      },
    };
    host.send({ kind: 'screen', screen });
  }

  function look(): void {
    const config = read();
    if (config.ok) {
      mended();
      return;
    }
    timer = clock.setTimeout(look, delays.configurationAgain);
    if (JSON.stringify(config.error) === JSON.stringify(fault)) return;
    fault = config.error;
    revision += 1;
    show();
  }

  host.onMessage((raw) => {
    const message = PageMessage.safeParse(raw);
    if (!message.success) return;
    switch (message.data.kind) {
      case 'hello':
        return show();
      case 'intent': {
        const { intent, revision: answered } = message.data.message;
        if (intent.type !== 'set-language' || answered !== revision) return;
        language = intent.language;
        revision += 1;
        return show();
      }
      default:
        return unreachable(message.data);
    }
  });
  show();
  return () => clock.clearTimeout(timer);
}

/** What of the machine can be told all the same. */
function knownOf(text: string | null): Pick<Screen, 'profile' | 'stationName'> {
  let raw: { profile?: unknown; station?: { name?: unknown } | null } | null = null;
  try {
    raw = JSON.parse(text ?? 'null');
  } catch {
    // Not JSON: nothing can be told.
  }
  const profile = Profile.safeParse(raw?.profile);
  const name = raw?.station?.name;
  return { profile: profile.success ? profile.data : 'navy', stationName: typeof name === 'string' ? name : '' };
}

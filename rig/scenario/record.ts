/**
 * Writes down what a hand does at the front panel, and makes a scenario of it: before each act the screen that was up then,
 * so that a replay waits by state and not by time. What the center knew of a card is taken from what the screens said of it.
 */
import { stringify } from 'yaml';
import type { CardSpec } from '../../hardware/card/simulator/spec.ts';
import type { Intent, Screen } from '../../station/contract/index.ts';
import type { Profile } from '../../station/contract/words.ts';
import { Scenario, type Step } from './schema.ts';

/** An act of the front panel, as the bench takes it (rig/bench): what is not of these has no step and is only noted. */
export interface PanelAct {
  readonly do: string;
  readonly card?: string | undefined;
  readonly action?: string | undefined;
  readonly fault?: string | null | undefined;
}

export interface RecorderOptions {
  readonly profile: Profile;
  readonly businessDate: string;
  /** The card as it lies there now; null: there is none of this name. */
  readonly specOf: (card: string) => CardSpec | null;
}

interface Known {
  readonly spec: CardSpec;
  points: number | null;
  registered: string | null;
}

/** For a card that has an account, where no screen told the day. */
const SOME_DAY_BEFORE = '2023-01-09';

const faults: Readonly<Record<string, Step['fault']>> = {
  'lifted-before-write': { strike: 'lift', at: 'write', nth: 1, moment: 'before' },
  'lifted-after-write': { strike: 'lift', at: 'write', nth: 1, moment: 'inside' },
  'answer-lost': { strike: 'reply-lost', at: 'write', nth: 1 },
  'answer-garbled': { strike: 'reply-garbled', at: 'write', nth: 1 },
};

export class Recorder {
  readonly #options: RecorderOptions;
  readonly #cards = new Map<string, Known>();
  readonly #steps: Step[] = [];
  readonly #notes: string[] = [];
  /** The card that lies on the reader alone: what screens say is said of it. */
  readonly #laid: string[] = [];
  #screen: Screen | null = null;
  #seen: Step['see'];

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Every screen, as it comes; null: the station is gone. */
  saw(screen: Screen | null): void {
    this.#screen = screen;
    const [laid, ...more] = this.#laid;
    if (screen && laid !== undefined && more.length === 0) this.#learn(laid, screen);
  }

  touched({ type, ...fields }: Intent): void {
    this.#waitForWhatIsUp();
    this.#act({ touch: { id: type, ...fields } });
  }

  /** Told before the bench does it: the screen that is up is the one that the hand answered to. */
  did(act: PanelAct): void {
    this.#waitForWhatIsUp();
    const step = this.#stepOf(act);
    if (step) this.#act(step);
    else this.#notes.push(`not in this scenario: ${JSON.stringify(act)}`);
  }

  /** The scenario so far, as YAML; it ends with the screen that is up now. */
  scenario(title: string): string {
    const steps = [...this.#steps, ...this.#ending()];
    const cards = Object.fromEntries(
      [...this.#cards].map(([name, { spec, points, registered }]) => [
        name,
        { spec, ...(registered && { registered }), ...(points !== null && points > 0 && { points }) },
      ]),
    );
    const { profile, businessDate } = this.#options;
    const written = { title, date: businessDate, machine: { profile }, ...(this.#cards.size > 0 && { cards }), steps };
    // What was recorded can be played: a mistake here is found now and not on another day.
    Scenario.parse(written);
    const notes = this.#notes.map((note) => `# ${note}\n`).join('');
    return `# yaml-language-server: $schema=./scenario.schema.json\n${notes}${stringify(written, { lineWidth: 0 })}`;
  }

  #act(step: Step): void {
    this.#steps.push(step);
    this.#seen = undefined;
  }

  #ending(): Step[] {
    const see = this.#screen && asSeen(this.#screen);
    return see && JSON.stringify(see) !== JSON.stringify(this.#seen) ? [{ see }] : [];
  }

  #waitForWhatIsUp(): void {
    const steps = this.#ending();
    this.#steps.push(...steps);
    this.#seen = steps[0]?.see ?? this.#seen;
  }

  #stepOf(act: PanelAct): Step | null {
    switch (act.do) {
      case 'lay': {
        const name = act.card ?? '';
        const spec = this.#options.specOf(name);
        if (!spec) return null;
        if (!this.#cards.has(name)) this.#cards.set(name, { spec, points: null, registered: null });
        if (!this.#laid.includes(name)) this.#laid.push(name);
        return { lay: name };
      }
      case 'lift':
        if (act.card === undefined) this.#laid.length = 0;
        else if (this.#laid.includes(act.card)) this.#laid.splice(this.#laid.indexOf(act.card), 1);
        return { lift: act.card ?? 'every-card' };
      case 'arm-fault': {
        const fault = act.fault ? faults[act.fault] : undefined;
        return fault ? { fault } : { repair: 'reader' };
      }
      case 'reader':
      case 'printer':
      case 'center': {
        const step = { [act.do]: act.action };
        return Scenario.shape.steps.safeParse([step]).success ? (step as Step) : null;
      }
      case 'station':
        this.#steps.push({ station: 'kill' });
        return { station: 'start' };
      default:
        return null;
    }
  }

  /** The first time only: what a charge has changed since is the scenario's own doing. */
  #learn(name: string, { body }: Screen): void {
    const card = this.#cards.get(name);
    if (!card) return;
    switch (body.id) {
      case 'choose-amount':
        card.points ??= body.points;
        card.registered ??= SOME_DAY_BEFORE;
        return;
      case 'inquiry':
        card.points ??= body.account?.points ?? null;
        card.registered ??= body.account?.registeredOn ?? null;
        return;
      case 'registered':
        if (body.already) card.registered ??= body.registeredOn;
        return;
      case 'trouble':
        if (body.trouble.kind !== 'no-points' && body.trouble.kind !== 'card-full') return;
        card.points ??= body.trouble.points;
        card.registered ??= SOME_DAY_BEFORE;
    }
  }
}

/** By what it is recognised again; figures are for whoever looks the scenario over. */
function asSeen({ body }: Screen): NonNullable<Step['see']> {
  switch (body.id) {
    case 'trouble':
      return { trouble: body.trouble.kind };
    case 'choose-amount':
      return { screen: body.id, body: { balanceYen: body.balanceYen, points: body.points } };
    case 'confirm-charge':
      return { screen: body.id, body: { charge: body.charge, balanceAfterYen: body.balanceAfterYen } };
    case 'charged':
      return { screen: body.id, body: { charge: body.charge, balanceYen: body.balanceYen } };
    case 'out-of-service':
      return { screen: body.id, body: { reason: body.reason } };
    default:
      return body.id;
  }
}

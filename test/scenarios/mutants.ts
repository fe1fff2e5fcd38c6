/**
 * Mistakes in what ships, each with the scenario whose subject it breaks. Only a test can plant them: a module is replaced
 * when it is loaded, nothing in the product knows of it.
 */
export interface Mutant {
  readonly mistake: string;
  readonly scenario: string;
  /** Of the failure that this mistake brings, and not just any: what the scenario then has to say. */
  readonly says: RegExp;
  /** Of the module that is wrong, from the top of the project. */
  readonly module: string;
  /** What it exports instead. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the module exports
  readonly change: (real: any) => Record<string, unknown>;
}

export const mutants: readonly Mutant[] = [
  {
    mistake: 'the judge takes any card for written',
    scenario: 'card-lifted-before-the-write',
    says: /^charge-not-done did not come in 60 s: the screen is charged/,
    module: 'station/transfer/judge.ts',
    change: () => ({ judge: () => 'written' }),
  },
  {
    mistake: 'the judge ignores what was pushed out of the history',
    scenario: 'used-25-times-in-between',
    says: /^unresolved did not come in 60 s: the screen is settled-earlier/,
    module: 'station/transfer/judge.ts',
    change: ({ judge }) => ({
      judge: (...given: unknown[]) => (judge(...given) === 'written' ? 'written' : 'not-written'),
    }),
  },
  {
    mistake: 'status 71 is taken for a refusal',
    scenario: 'write-answered-with-71',
    says: /^charged did not come in 60 s: the screen is out-of-service/,
    module: 'hardware/card/felica-status.ts',
    change: ({ writeVerdict }) => ({
      writeVerdict: (status: string) => (status === 'rewrite-limit-exceeded' ? 'refused' : writeVerdict(status)),
    }),
  },
  {
    mistake: 'a restart forgets what was under way',
    scenario: 'station-restarted-while-unknown',
    says: /^lay-same-card did not come in 60 s: the screen is home/,
    module: 'station/transfer/recover.ts',
    change: ({ recover }) => ({ recover: (deps: unknown) => ({ ...recover(deps), interrupted: null }) }),
  },
  {
    mistake: 'the center takes its own day for that of a registration',
    scenario: 'register-over-midnight',
    says: /registeredOn is "2023-04-11", not "2023-04-10"/,
    module: 'center/registration.ts',
    change: ({ register }) => ({
      register: (request: object, today: string) => register({ ...request, on: today }, today),
    }),
  },
  {
    mistake: 'a hold is not idempotent',
    scenario: 'hold-doubled',
    // The second hold was one of its own, and was given back.
    says: /^the ledger of "mine": transfers\.voided is 1, not 0/,
    module: 'center/service.ts',
    change: ({ embeddedCenter }) => ({
      embeddedCenter: (...given: unknown[]) => holdsAgain(embeddedCenter(...given)),
    }),
  },
  {
    mistake: 'the printer is believed to have printed',
    scenario: 'paper-out-while-printing',
    says: /^print-failed did not come in 120 s: the screen is home/,
    module: 'hardware/printer/driver.ts',
    change: ({ createPrinter }) => ({ createPrinter: (options: unknown) => alwaysPrints(createPrinter(options)) }),
  },
  {
    mistake: 'a forged staff card is let in',
    scenario: 'staff-card-forged',
    says: /^with the screen maintenance the reader did not look for cards/,
    module: 'hardware/sam/lite-s.ts',
    change: () => ({ macMatches: () => true }),
  },
  {
    mistake: 'the machine is always open',
    scenario: 'closed-and-opened',
    says: /^closed did not come in 60 s: the screen is home/,
    module: 'station/opening-hours.ts',
    change: ({ createOpening }) => ({
      createOpening: (options: object) => createOpening({ ...options, hours: () => null }),
    }),
  },
  {
    mistake: 'every passenger has all the time in the world',
    scenario: 'walks-away-from-the-choice',
    says: /^choose-amount did not come in 300 s: it does not ask for more time/,
    module: 'station/delays.ts',
    change: ({ limits }) => ({
      limits: Object.fromEntries(Object.keys(limits).map((name) => [name, { quietMs: 1e9, warningMs: 30_000 }])),
    }),
  },
];

export const everyDay: readonly string[] = ['card-lifted-before-the-write', 'hold-doubled', 'paper-out-while-printing'];

interface Handler {
  handle(name: string, body: Record<string, unknown>): Promise<unknown>;
}

function holdsAgain(center: Handler): Handler {
  let holds = 0;
  return replaced(center, {
    handle: (name, body) => {
      if (name !== 'hold' || ++holds === 1) return center.handle(name, body);
      return center.handle(name, { ...body, transferId: `${holds}${String(body.transferId).slice(1)}` });
    },
  });
}

interface Printer {
  print(document: unknown): Promise<unknown>;
}

function alwaysPrints(printer: Printer): Printer {
  return replaced(printer, {
    print: async (document) => {
      await printer.print(document);
      return { ok: true, value: 'printed' };
    },
  });
}

/** An object with some of its methods replaced; the others work on the object itself. */
function replaced<Whole extends object>(whole: Whole, methods: Partial<Whole>): Whole {
  return new Proxy(whole, {
    get: (target, name) => {
      const other = Reflect.get(methods, name);
      if (other !== undefined) return other;
      const own = Reflect.get(target, name, target);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}

import { concat } from '../bytes.ts';
import type { Clock } from '../clock.ts';
import { type ContractCheck, expected } from '../contract/check.ts';
import type { Line } from '../stream.ts';
import { type Reply, ReplyParser } from './codec.ts';
import { askStatus, automaticStatus, clearBuffers, initialise } from './commands.ts';
import { delays } from './delays.ts';
import { createPrinter } from './driver.ts';
import type { Proof } from './job.ts';

/** A printer at the end of a line, with paper in it, its cover closed. */
export interface PrinterUnderTest {
  readonly line: Line;
  readonly clock: Clock;
  readonly widthMm: 58 | 80;
  /** Lets time pass until the promise has settled. */
  run<Value>(promise: Promise<Value>): Promise<Value>;
}

/** Of the slips printed by this process: a number is never used twice. */
let slips = 0;

/** Sends this on a line of its own and gives what is answered, up to the first reply that fits. */
async function asked(
  { line, clock, run }: PrinterUnderTest,
  question: Uint8Array,
  fits: (reply: Reply) => boolean,
  limitMs: number,
): Promise<{ readonly replies: readonly Reply[]; readonly fitted: boolean; readonly ms: number }> {
  const stream = await run(line.open());
  const parser = new ReplyParser();
  const replies: Reply[] = [];
  const began = clock.now();
  const fitted = await run(
    new Promise<boolean>((resolve) => {
      const timer = clock.setTimeout(() => resolve(false), limitMs);
      stream.onData((bytes) => {
        replies.push(...parser.push(bytes));
        if (!replies.some(fits)) return;
        clock.clearTimeout(timer);
        resolve(true);
      });
      stream.write(question).catch(() => resolve(false));
    }),
  );
  const ms = Math.round(clock.now() - began);
  await run(stream.close());
  return { replies, fitted, ms };
}

function said(replies: readonly Reply[]): string {
  return replies.length === 0 ? 'nothing' : replies.map(({ kind }) => kind).join(', ');
}

async function printsAndProves({ line, clock, run, widthMm }: PrinterUnderTest, proof: Proof): Promise<string> {
  const printer = createPrinter({ line, clock, widthMm, proof });
  printer.start();
  try {
    const status = await run(settled(printer));
    expected(status === 'ready' || status === 'paper-low', `it is ${status}`);
    const began = clock.now();
    for (const copy of ['1 / 2', '2 / 2']) {
      slips += 1;
      const markup = `^^TEST\n|${proof} | ${copy}|`;
      const printed = await run(printer.print({ number: slips, markup }));
      expected(printed.ok, `no proof of the slip ${copy}: ${JSON.stringify(printed)}`);
    }
    const { garbage, repeatedQuestions } = printer.recovery;
    expected(
      garbage === 0 && repeatedQuestions === 0,
      `${garbage} stray bytes, ${repeatedQuestions} questions repeated`,
    );
    return `two slips in ${Math.round(clock.now() - began)} ms`;
  } finally {
    await run(printer.stop());
  }
}

/** Resolves to its status once it is known. */
function settled(printer: ReturnType<typeof createPrinter>): Promise<string> {
  return new Promise((resolve) => {
    printer.onStatus((status) => {
      if (status !== 'starting') resolve(status);
    });
  });
}

/** What a receipt printer has to do for our driver. Uses a few centimetres of paper. Source: docs/facts/printing.md §2. */
export const printerContract: readonly ContractCheck<PrinterUnderTest>[] = [
  {
    does: 'answers DLE EOT 1 to 4, each with one status byte',
    async look(subject) {
      const times: number[] = [];
      for (const question of [1, 2, 3, 4] as const) {
        const isStatus = (reply: Reply) => reply.kind === 'status';
        const { fitted, replies, ms } = await asked(subject, askStatus(question), isStatus, delays.answer);
        expected(fitted, `to DLE EOT ${question} it answered ${said(replies)}`);
        times.push(ms);
      }
      return `at most ${Math.max(...times)} ms`;
    },
  },
  {
    does: 'says its state when automatic status is switched on (GS a)',
    async look(subject) {
      const question = concat(initialise, automaticStatus);
      const isAutomatic = (reply: Reply) => reply.kind === 'automatic';
      const { fitted, replies, ms } = await asked(subject, question, isAutomatic, delays.busy);
      expected(fitted, `it answered ${said(replies)}`);
      return `${ms} ms`;
    },
  },
  {
    does: 'clears its buffers and says so (DLE DC4 8)',
    async look(subject) {
      const isCleared = (reply: Reply) => reply.kind === 'cleared';
      const { fitted, replies, ms } = await asked(subject, clearBuffers, isCleared, delays.clear);
      expected(fitted, `it answered ${said(replies)}`);
      return `${ms} ms`;
    },
  },
  {
    does: 'proves what it printed by process ids (GS ( H)',
    without: 'set printer.proof to "paper-status"',
    look: (subject) => printsAndProves(subject, 'process-id'),
  },
  {
    does: 'proves what it printed by an answer in order (GS r 1)',
    look: (subject) => printsAndProves(subject, 'paper-status'),
  },
];

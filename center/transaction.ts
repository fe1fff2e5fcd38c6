/**
 * Transactions on PostgreSQL: the steps of one piece of work, or those of several pieces side by side (`convoys.ts`).
 * Statements wait until rows are needed, or the end: they go out together, BEGIN with the first and COMMIT with the last of them.
 */
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { Batch, type BatchAnswer, type Known, type Prepared, UNNAMED } from './batch.ts';
import type { Work } from './convoys.ts';
import type { Lock, Row, Sql, Statement } from './sql.ts';

/** A piece of work threw `cause`, and not the database. */
export class WorkFailed extends Error {
  constructor(cause: unknown) {
    super('a piece of work failed', { cause });
  }
}

/** Every piece of work waits for another one of the same transaction. */
export class Entangled extends Error {
  constructor() {
    super('the pieces of work of one transaction wait for each other');
  }
}

/**
 * Does all of it or nothing, in one transaction.
 * @param opening `BEGIN`, and at what isolation.
 * @returns the outcomes in the order of `works`. Rejects with what the database said, `WorkFailed` or `Entangled`.
 */
export async function transaction<Outcome>(
  pool: Pool,
  opening: string,
  works: readonly Work<Outcome>[],
): Promise<readonly Outcome[]> {
  const client = await pool.connect();
  // Without a listener, a connection that is cut between two statements would end the program.
  const cut = (): void => {};
  client.on('error', cut);
  let lost = false;
  const send = async (statements: readonly Prepared[]): Promise<BatchAnswer> => {
    const batch = new Batch({ statements, known: knownTo(client), parserOf });
    client.query(batch);
    return await batch.answer.catch((error: unknown) => {
      // Nothing that the server has said: it is silent, or gone.
      lost = !(error instanceof DatabaseError || error instanceof WorkFailed);
      throw error;
    });
  };
  let broken = true;
  try {
    const outcomes = await inStep(opening, works, send);
    broken = false;
    return outcomes;
  } catch (error) {
    // Whether the connection is still good shows in whether it can roll back.
    broken =
      lost ||
      (await client.query('ROLLBACK').then(
        () => false,
        () => true,
      ));
    throw error;
  } finally {
    client.off('error', cut);
    client.release(broken);
  }
}

function advanced<Outcome>(steps: Sql<Outcome>, rows: readonly Row[]): IteratorResult<Statement | Lock, Outcome> {
  try {
    return steps.next(rows);
  } catch (error) {
    throw new WorkFailed(error);
  }
}

/** One piece of work, as far as it has come. */
interface Run<Outcome> {
  readonly steps: Sql<Outcome>;
  /** What comes next, where it has not ended. */
  next: IteratorResult<Statement | Lock, Outcome>;
}

function begun<Outcome>(work: Work<Outcome>): Run<Outcome> {
  try {
    const steps = work();
    return { steps, next: steps.next([]) };
  } catch (error) {
    throw new WorkFailed(error);
  }
}

/**
 * All of them step by step, each way to the server with what every one of them has to say by then. Two that lock the same go
 * one after the other: the second goes on when the first has ended, and sees what it did.
 */
async function inStep<Outcome>(
  opening: string,
  works: readonly Work<Outcome>[],
  send: (statements: readonly Prepared[]) => Promise<BatchAnswer>,
): Promise<readonly Outcome[]> {
  const runs = works.map(begun);
  // In one order everywhere, so that two transactions that take several locks each do not wait for each other.
  const going = runs.toSorted((a, b) => (firstLock(a) < firstLock(b) ? -1 : firstLock(a) > firstLock(b) ? 1 : 0));
  const held = new Map<string, Run<Outcome>>();
  const waiting = [prepared(plain(opening))];
  let ended = 0;
  for (;;) {
    const before = ended;
    const said = going.map((run) => advance(run, held));
    waiting.push(...inOneWay(said));
    ended = going.filter(({ next }) => next.done).length;
    if (ended === going.length) break;
    const asked = going.filter((_, index) => said[index]?.some(({ unseen }) => !unseen));
    if (asked.length > 0) {
      const { rows } = await send(waiting.splice(0));
      for (const [index, run] of asked.entries()) run.next = advanced(run.steps, rows[index] ?? []);
    } else if (ended === before) throw new Entangled();
  }
  // The server answers COMMIT with ROLLBACK where a statement before it had failed, and calls that no error.
  const { command } = await send([...waiting, prepared(plain('COMMIT'))]);
  if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
  return runs.map((run) => (run.next as IteratorReturnResult<Outcome>).value);
}

/** What it has to say until it needs rows: those of its last statement. Nothing: it has ended, or waits for another one. */
function advance<Outcome>(run: Run<Outcome>, held: Map<string, Run<Outcome>>): readonly Statement[] {
  const said: Statement[] = [];
  while (!run.next.done) {
    const step = run.next.value;
    if ('lock' in step) {
      const holder = held.get(step.lock) ?? run;
      if (holder !== run && !holder.next.done) break;
      held.set(step.lock, run);
      said.push(...locking(step));
    } else {
      said.push(step);
      if (!step.unseen) break;
    }
    run.next = advanced(run.steps, []);
  }
  return said;
}

/** First what each says first, and so on; rows of the same kind in one statement. What is seen is the last of its run, and they stay in their order. */
function inOneWay(said: readonly (readonly Statement[])[]): readonly Prepared[] {
  const unseen: Statement[] = [];
  for (let place = 0; place < Math.max(0, ...said.map(({ length }) => length)); place++) {
    const rows = new Map<string, Statement[]>();
    for (const statement of said.flatMap((statements) => statements[place] ?? [])) {
      if (!statement.unseen) continue;
      if (statement.row === undefined) unseen.push(statement);
      else rows.set(statement.text, [...(rows.get(statement.text) ?? []), statement]);
    }
    for (const same of rows.values()) unseen.push(...together(same));
  }
  const seen = said.flatMap((statements) => statements.filter((statement) => !statement.unseen));
  return [...unseen, ...seen].map(prepared);
}

/** Eight rows, four, two or one to a statement: a connection has no more of them to prepare than that. */
const ROWS = [8, 4, 2, 1] as const;

function together(same: readonly Statement[]): readonly Statement[] {
  const left = [...same];
  const made: Statement[] = [];
  while (left.length > 0) {
    const some = left.splice(
      0,
      ROWS.find((rows) => rows <= left.length),
    );
    const [{ text, row } = plain('')] = some;
    const values = some.flatMap((statement) => statement.values);
    if (row === undefined || some.length === 1) made.push(...some);
    else made.push({ text: text.replace(row, some.map(() => row).join(', ')), values, unseen: true });
  }
  return made;
}

function firstLock<Outcome>({ next }: Run<Outcome>): string {
  return !next.done && 'lock' in next.value ? next.value.lock : '';
}

/** The row of that name is made the first time, and locked every time: also where the condition keeps it as it is. */
function locking({ lock, shared }: Lock): readonly Statement[] {
  const row = '(?)';
  const made = `INSERT INTO locks (name) VALUES ${row} ON CONFLICT (name) DO`;
  if (!shared) return [{ text: `${made} UPDATE SET name = locks.name WHERE false`, values: [lock], unseen: true, row }];
  return [
    { text: `${made} NOTHING`, values: [lock], unseen: true, row },
    { text: 'SELECT name FROM locks WHERE name = ? FOR SHARE', values: [lock], unseen: true },
  ];
}

function plain(text: string): Statement {
  return { text, values: [], unseen: true };
}

/** Every statement's text is a constant of this program: neither this nor what a connection has prepared can grow. */
const texts = new Map<string, { name: string; text: string }>();
const known = new WeakMap<PoolClient, Known>();

function prepared({ text, values, plannedAnew, unseen }: Statement): Prepared {
  let found = texts.get(text);
  if (!found) {
    let count = 0;
    found = { name: `s${texts.size}`, text: text.replaceAll('?', () => `$${++count}`) };
    texts.set(text, found);
  }
  return { text: found.text, name: plannedAnew ? UNNAMED : found.name, values, isSeen: !unseen };
}

function knownTo(client: PoolClient): Known {
  const found = known.get(client) ?? new Map();
  known.set(client, found);
  return found;
}

/** Whole numbers are numbers here, and exact; JSON stays the text that it was. */
export function parserOf(type: number): (text: string) => string | number {
  const [INT8, INT4, INT2, NUMERIC] = [20, 23, 21, 1700];
  return [INT8, INT4, INT2, NUMERIC].includes(type) ? exact : (text) => text;
}

function exact(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) {
    throw new WorkFailed(new Error('a number of the database cannot be counted exactly here'));
  }
  return number;
}

import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { destination, type Logger, pino } from 'pino';

export type CenterLog = Logger;

/** The log on stderr: stdout belongs to the commands. Lines carry no card number, ever (design §5). */
export function stderrLog(level: string): CenterLog {
  return pino({ level, base: { room: 'center' } }, destination(2));
}

export function silentLog(): CenterLog {
  return pino({ level: 'silent' });
}

/**
 * What the log says of an error. What was said is in the messages of PostgreSQL's class 22 (appendix A: data exceptions), word for word,
 * and could be a card number: of them it says the code.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  // JSON.parse repeats what it was given.
  if (error instanceof SyntaxError) return 'not JSON';
  const code = 'code' in error ? String(error.code) : '';
  if (/^22...$/.test(code)) return `SQLSTATE ${code}`;
  return error.cause instanceof Error ? `${error.message}: ${reasonOf(error.cause)}` : error.message;
}

/**
 * How the log speaks of a card: the same word for the same card as long as this center runs, and nothing that leads
 * back to the number for someone who has only the log.
 */
export function cardPseudonym(key = randomBytes(32)): (cardNumber: string) => string {
  // A key object: of a key given as bytes Node 24 finds out by two exceptions, call by call, that it is none.
  const secret = createSecretKey(key);
  return (cardNumber) => createHmac('sha256', secret).update(cardNumber).digest('hex').slice(0, 16);
}

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
 * How the log speaks of a card: the same word for the same card as long as this center runs, and nothing that leads
 * back to the number for someone who has only the log.
 */
export function cardPseudonym(key = randomBytes(32)): (cardNumber: string) => string {
  // A key object: of a key given as bytes Node 24 finds out by two exceptions, call by call, that it is none.
  const secret = createSecretKey(key);
  return (cardNumber) => createHmac('sha256', secret).update(cardNumber).digest('hex').slice(0, 16);
}

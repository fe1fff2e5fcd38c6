import pino from 'pino';
import type { Log, LogFields } from './log.ts';

/** Lines of JSON to a file, or to stderr where none is named; written at once, so that the last words are not lost. */
export function openLog(file: string | undefined, stationId: string): Log {
  const destination = pino.destination({ dest: file ?? 2, sync: true, mkdir: true });
  const logger = pino({ base: { station: stationId }, messageKey: 'event' }, destination);
  return {
    info: (event: string, fields: LogFields = {}) => logger.info(fields, event),
    warn: (event: string, fields: LogFields = {}) => logger.warn(fields, event),
    error: (event: string, fields: LogFields = {}) => logger.error(fields, event),
  };
}

/**
 * On PostgreSQL the running center needs no right to change what only grows: the tables have triggers against it, and a role
 * of its own, without the privilege, is stopped before any trigger (and cannot switch one off, which only the owner can).
 */
import { APPEND_ONLY } from './schema.ts';

/** What is done to the other tables; `UPDATE` on `locks` is what FOR UPDATE asks for. */
const CHANGING: Readonly<Record<string, string>> = {
  balances: 'SELECT, INSERT, UPDATE',
  stations: 'SELECT, INSERT, UPDATE',
  locks: 'SELECT, INSERT, UPDATE',
  open_holds: 'SELECT, INSERT, DELETE',
  grant_dues: 'SELECT, INSERT, DELETE',
  grant_applications: 'SELECT, INSERT, DELETE',
  migrations: 'SELECT',
};

/** As PostgreSQL names those of its SERIAL columns. */
const SEQUENCES = ['entries_entry_id_seq', 'events_event_id_seq', 'staff_tries_number_seq', 'audit_number_seq'];

export const ROLE_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/** SQL for the owner of the tables, once they are there; the same again changes nothing. `role` fits ROLE_NAME, and exists. */
export function privilegesFor(role: string): string {
  const name = `"${role}"`;
  const grants = Object.entries(CHANGING).map(([table, what]) => `GRANT ${what} ON ${table} TO ${name};`);
  return [
    'BEGIN;',
    `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${name};`,
    `REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${name};`,
    `GRANT USAGE ON SCHEMA public TO ${name};`,
    `GRANT SELECT, INSERT ON ${APPEND_ONLY.join(', ')} TO ${name};`,
    ...grants,
    `GRANT USAGE ON SEQUENCE ${SEQUENCES.join(', ')} TO ${name};`,
    'COMMIT;',
    '',
  ].join('\n');
}

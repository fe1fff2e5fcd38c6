import pg from 'pg';
import { postgresUrl } from '../../center/fixture-postgres.ts';

/** A transaction of somebody else that has done `text` and goes no further until `end`. */
export async function transaction(text: string): Promise<{ end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: String(postgresUrl) });
  await client.connect();
  await client.query('BEGIN');
  await client.query(text);
  return { end: () => client.end() };
}

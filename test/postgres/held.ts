import pg from 'pg';
import { postgresUrl } from '../../center/fixture-postgres.ts';

/** A transaction of somebody else that has done `text` and goes no further until `end`. */
export async function transaction(text: string): Promise<{ end(): Promise<void>; commit(): Promise<void> }> {
  const client = new pg.Client({ connectionString: String(postgresUrl) });
  await client.connect();
  await client.query('BEGIN');
  await client.query(text);
  const end = (): Promise<void> => client.end();
  const commit = async (): Promise<void> => {
    await client.query('COMMIT');
    await end();
  };
  return { end, commit };
}

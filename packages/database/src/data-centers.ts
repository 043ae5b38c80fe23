import { asOperator, type Database } from './database.js';

/** Lists the data centres that host accounts, for a process that serves all of them. */
export async function listDataCenters(database: Database): Promise<string[]> {
  const rows = await asOperator(database).execute<{ name: string }[]>(
    'select distinct data_center as name from account where data_center is not null',
  );
  return rows.map(({ name }) => name);
}

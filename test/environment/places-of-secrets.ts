import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';

/** A place where a secret could have been stored, and its complete content. */
export type Place = { readonly name: string; readonly bytes: Buffer };

/**
 * Returns everything that PostgreSQL has stored of one database: each row of each table, the statistics of the
 * catalogues included, in the form that `pg_dump` would print; the files of the database and the write-ahead log,
 * where deleted rows remain; and the log of the server. `pg_dump` itself cannot be used: the embedded PostgreSQL 18
 * does not contain it, and that of Debian 12 refuses a newer server.
 */
export async function placesInPostgres(superuserUrl: string, clusterDirectory: string): Promise<Place[]> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query('checkpoint'); // A checkpoint writes to the files what PostgreSQL has only in memory.
    const { rows } = await client.query<{ oid: number }>(
      'select oid from pg_database where datname = current_database()',
    );
    const folder = join(clusterDirectory, 'base', String(rows[0]!.oid));
    return [
      { name: 'rows of PostgreSQL', bytes: await readRows(client) },
      { name: 'files of PostgreSQL', bytes: await readFiles(folder) },
      { name: 'write-ahead log of PostgreSQL', bytes: await readFiles(join(clusterDirectory, 'pg_wal')) },
      { name: 'log of PostgreSQL', bytes: await readFile(join(clusterDirectory, 'start.log')) },
    ];
  } finally {
    await client.end();
  }
}

async function readRows(client: Client): Promise<Buffer> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c
     join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
    texts.push(name, ...rows.map(({ row }) => row));
  }
  return Buffer.from(texts.join('\n'), 'utf8');
}

/** Returns the data of a Redis that `startPersistentRedis` started, and every command that it has received. */
export async function placesInRedis(port: number, directory: string): Promise<Place[]> {
  await save(port);
  return [
    { name: 'dump of Redis', bytes: await readFile(join(directory, 'dump.rdb')) },
    { name: 'append-only files of Redis', bytes: await readFiles(join(directory, 'appendonlydir')) },
  ];
}

/** Makes Redis write its data to disk, with SAVE as an inline command of its protocol. */
async function save(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write('SAVE\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  if (!answer.toString().startsWith('+OK')) throw new Error(`Redis did not save: ${answer.toString()}`);
}

/** Returns the content of all files of a folder. A file that is deleted in the meantime is left out. */
async function readFiles(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file).catch(() => Buffer.alloc(0)))));
}

/**
 * `postern up` starts the api and the worker with this file and two arguments: a module and the entry file that runs it.
 * It loads the module while PostgreSQL starts, waits for the connection string, which `up` sends when the database is
 * ready, and then runs the entry file.
 *
 * When `up` ends, even by SIGKILL, the IPC channel closes and the process stops as on SIGTERM. Otherwise it would keep
 * the port, and the next start would fail.
 */
import { once } from 'node:events';

const [module, entry] = process.argv.slice(2) as [string, string];
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const message = once(process, 'message') as Promise<[{ readonly databaseUrl: string }]>;
await import(module);
const [{ databaseUrl }] = await message;
process.channel?.unref();
process.env['DATABASE_URL'] = databaseUrl;
await import(entry);

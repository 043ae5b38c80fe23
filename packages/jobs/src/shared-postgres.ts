import {
  PostgresConnection,
  PostgresQueueBackend,
  runMigrations,
  type BackendFactory,
  type IQueueBackend,
  type PostgresConnectionOptions,
  type QueueBaseOptions,
} from 'bullmq';
import pg from 'pg';

/** The connections of this process to one PostgreSQL, for all its queues: a pool, of which one listens. */
export type SharedPostgres = {
  readonly pool: pg.Pool;
  /** Makes BullMQ's view of one queue on these connections. */
  readonly factory: BackendFactory<IQueueBackend, PostgresConnectionOptions>;
  /** Closes the connections when every holder has released them. */
  release(): void;
};

/** Statements of all queues run on the others; one connection of the pool listens for new jobs. */
const connections = 6;

type Opened = Omit<SharedPostgres, 'release'> & { close(): Promise<void> };
type Held = { readonly opening: Promise<Opened>; holders: number };
const held = new Map<string, Held>();

/**
 * Connects to the PostgreSQL of a URL, or shares the connections that this process has to it: BullMQ (6.7) would open a
 * pool and a listener for each queue, so that connections grow with data centres. Fails within 2 s when it is away.
 */
export async function sharePostgres(connectionString: string): Promise<SharedPostgres> {
  const known = held.get(connectionString);
  const mine = known ?? { opening: openPostgres(connectionString), holders: 0 };
  held.set(connectionString, mine);
  mine.holders += 1;
  let isReleased = false;
  const release = (): void => {
    if (isReleased) return;
    isReleased = true;
    mine.holders -= 1;
    if (mine.holders > 0) return;
    if (held.get(connectionString) === mine) held.delete(connectionString);
    void mine.opening.then(({ close }) => close()).catch(() => undefined);
  };
  try {
    const { pool, factory } = await mine.opening;
    return { pool, factory, release };
  } catch (error) {
    // The next caller connects anew: BullMQ's connection remembers that it could not be made.
    if (held.get(connectionString) === mine) held.delete(connectionString);
    throw error;
  }
}

/**
 * A statement and not a startup parameter, which PgBouncer (1.18) refuses: BullMQ's statements name no schema. Not
 * pg-pool's `verify`: pg-pool (3.14) never releases a connection whose caller has given up while `verify` runs. It waits
 * for the promise, which its types do not say.
 */
const prepare = (client: pg.ClientBase): unknown => {
  client.setMaxListeners(0); // Each queue listens for the notifications of the one connection.
  return client.query('set search_path to bullmq');
};

async function openPostgres(connectionString: string): Promise<Opened> {
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    connectionTimeoutMillis: 2000,
    query_timeout: 5000,
    keepAlive: true,
    application_name: 'postern-queue',
    onConnect: prepare,
  });
  pool.on('error', () => undefined); // The next statement throws it, or connects anew.
  const connection = new SharedConnection(pool);
  connection.setMaxListeners(0);
  connection.on('error', () => undefined);
  try {
    const client = await pool.connect();
    await runMigrations(client).finally(() => client.release());
    await connection.waitUntilReady();
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    pool,
    factory: (name, options) => viewQueue(connection, name, options),
    close: () => connection.close().then(() => pool.end()),
  };
}

type PgListenClient = Awaited<ReturnType<PostgresConnection['getListenClient']>>;

/** The queues listen on one connection, and node-postgres (8.23) wants one statement at a time on it. */
class SharedConnection extends PostgresConnection {
  private listener: PgListenClient | null = null;

  override async getListenClient(): Promise<PgListenClient> {
    const client = await super.getListenClient();
    if (client !== this.listener) {
      this.listener = client;
      const query = client.query.bind(client);
      let last: Promise<unknown> = Promise.resolve();
      client.query = (text, parameters) => {
        const next = last.catch(() => undefined).then(() => query(text, parameters));
        last = next;
        return next as never;
      };
    }
    return client;
  }
}

/** BullMQ (6.7) lets only the owner of a connection listen anew after the listening connection was lost. */
function viewQueue(
  connection: PostgresConnection,
  name: string,
  options: QueueBaseOptions<PostgresConnectionOptions>,
): PostgresQueueBackend {
  const backend = new PostgresQueueBackend(connection, name, options, false);
  connection.on('listenerinvalidated', () => {
    void backend.disconnectBlocking().then(() => backend.reconnectBlocking());
  });
  return backend;
}

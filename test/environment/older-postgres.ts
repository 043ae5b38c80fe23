import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

export type OlderPostgres = {
  /** The URL of the same database, seen through the proxy. */
  readonly url: string;
  stop(): void;
};

/**
 * A proxy in front of PostgreSQL that gives another `server_version_num` of the same length in every answer, because no
 * machine of these tests has a PostgreSQL that is older than 15. Only connections without TLS can be read.
 */
export async function claimOlderPostgres(
  connectionString: string,
  versions: { readonly real: number; readonly claimed: number },
): Promise<OlderPostgres> {
  const url = new URL(connectionString);
  const { hostname, port } = url;
  const [real, claimed] = [String(versions.real), String(versions.claimed)];
  const server = createServer((client) => {
    const target = connect(Number(port), hostname);
    client.on('error', () => target.destroy()).pipe(target);
    target.on('error', () => client.destroy()).on('close', () => client.destroy());
    target.on('data', (answer) => {
      client.write(Buffer.from(answer.toString('latin1').replaceAll(real, claimed), 'latin1'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.port = String((server.address() as AddressInfo).port);
  url.hostname = '127.0.0.1';
  return { url: url.href, stop: () => server.close() };
}

import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/**
 * The address that the kernel would send from to `target`, without sending anything: connecting a datagram socket only
 * chooses the route (connect(2)). Undefined if there is none.
 */
export async function routedFrom(target: string): Promise<string | undefined> {
  const socket = createSocket(target.includes(':') ? 'udp6' : 'udp4');
  try {
    // Any port will do; 9 discards (RFC 863).
    socket.connect(9, target);
    await once(socket, 'connect');
    return socket.address().address;
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}

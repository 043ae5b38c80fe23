import { once } from 'node:events';
import type { Conversation } from './conversation.js';
import { GuardedSocket } from './guarded-socket.js';
import { mapFailure } from './map-failure.js';
import { chooseSourceAddress, routedFrom, seenSourceAddress } from '../egress/source-address.js';
import { shortageOf } from '../local-shortage.js';
import { StepError } from './step-error.js';

const mostTries = 3;

/**
 * Connects to the first allowed address that answers, after three tries at most, because an AAAA record without a
 * route must not make the host fail. If none answers, a refused connection is reported rather than a time-out,
 * because it is more specific.
 */
export async function connectSocket(conversation: Conversation): Promise<void> {
  await conversation.step('connect', async (facts) => {
    const failures: StepError[] = [];
    for (const address of triedAddresses(conversation.request.addresses)) {
      const failure = await tryAddress(conversation, address);
      if (failure === null) {
        facts.address = address;
        return;
      }
      failures.push(failure);
    }
    throw (
      failures.find((failure) => shortageOf(failure) !== null) ??
      failures.find(({ code }) => code === 'connect-refused') ??
      failures.at(-1) ??
      new StepError('dns-no-address')
    );
  });
}

async function tryAddress(conversation: Conversation, address: string): Promise<StepError | null> {
  const { endpoint, port, limits, sourceAddresses } = conversation.request;
  const source = chooseSourceAddress(sourceAddresses, endpoint, address);
  const socket = new GuardedSocket({
    address,
    port,
    localAddress: source?.local,
    maxBytes: limits.maxBytes,
    onChunk: conversation.listener.onChunk,
  });
  // The empty listener is needed: an error event without a listener would end the process.
  socket.on('error', () => {});
  conversation.use(socket);
  conversation.report.address = address;
  try {
    await conversation.within(
      limits.connectMs,
      () => new StepError('connect-timeout'),
      async () => {
        await socket.whileOpen(once(socket, 'connect'));
      },
    );
  } catch (error) {
    // The report of a failed connection contains the source address too (B3).
    const bound = source === null ? await routedFrom(address) : undefined;
    conversation.report.sourceAddress = seenSourceAddress(source, bound);
    return socket.cut ?? mapFailure(error, 'connect', false);
  }
  conversation.report.sourceAddress = seenSourceAddress(source, socket.localAddress);
  return null;
}

/** Returns the addresses that a conversation may connect to, in the order of its tries. */
export function triedAddresses(addresses: readonly string[]): string[] {
  return alternateFamilies(addresses).slice(0, mostTries);
}

/**
 * Orders addresses by alternating family, so that the three tries do not all use a family without a route (RFC 8305
 * §4).
 */
function alternateFamilies(addresses: readonly string[]): string[] {
  const isSix = (address: string) => address.includes(':');
  const [first = ''] = addresses;
  const same = addresses.filter((address) => isSix(address) === isSix(first));
  const other = addresses.filter((address) => isSix(address) !== isSix(first));
  return same
    .flatMap((address, index) => [address, ...other.slice(index, index + 1)])
    .concat(other.slice(same.length));
}

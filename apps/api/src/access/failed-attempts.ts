import { Injectable, Logger } from '@nestjs/common';
import { formatIpAddress, parseIpAddress, unwrapMapped } from '@postern/core/ip-address';
import { ApiProblem } from '../http/api-problem.js';
import { rateLimitHeaders } from '../http/rate-limit-headers.js';

const allowedPerWindow = 60;
const windowMs = 60_000;
const addressesKept = 10_000;

type Window = { failures: number; readonly endsAt: number };

/**
 * Limits failed authentication: 60 a minute for each client address (each /64 of IPv6), then 429 instead of 401. A valid
 * token is accepted even while its address is limited.
 *
 * Each process counts for itself, in a map of at most 10,000 addresses that drops the oldest. Failures are not counted in
 * PostgreSQL: a token has 256 random bits, so guessing is hopeless, and a write for each guess would let anybody load the
 * database.
 */
@Injectable()
export class FailedAttempts {
  private readonly log = new Logger(FailedAttempts.name);
  private readonly windows = new Map<string, Window>();

  /** Counts one failure of `address` at `now` (ms) and returns the answer to it: 401, or 429 beyond the limit. */
  refuse(address: string, detail?: string, now = Date.now()): ApiProblem {
    const window = this.windowOf(addressKey(address), now);
    window.failures += 1;
    // Once a minute and address, because a line for each failure would let anybody fill the log.
    if (window.failures === allowedPerWindow + 1) {
      this.log.warn(`${addressKey(address)} failed to authenticate ${window.failures} times in a minute`);
    }
    const left = Math.max(0, allowedPerWindow - window.failures);
    const seconds = Math.max(1, Math.ceil((window.endsAt - now) / 1000));
    const policy = { quota: allowedPerWindow, windowSeconds: windowMs / 1000 };
    const headers = rateLimitHeaders('failed-authentication', policy, { left, seconds });
    return window.failures > allowedPerWindow
      ? new ApiProblem('too-many-requests', { headers: { ...headers, 'retry-after': String(seconds) } })
      : new ApiProblem('unauthenticated', {
          headers: { ...headers, 'www-authenticate': 'Bearer realm="postern"' },
          ...(detail === undefined ? {} : { detail }),
        });
  }

  private windowOf(key: string, now: number): Window {
    const known = this.windows.get(key);
    if (known !== undefined && known.endsAt > now) return known;
    this.windows.delete(key); // Inserted anew at the end, so that the map stays sorted by the end of the windows.
    const fresh = { failures: 0, endsAt: now + windowMs };
    this.windows.set(key, fresh);
    if (this.windows.size > addressesKept) this.windows.delete(this.windows.keys().next().value!);
    return fresh;
  }
}

/** The key that requests of an address are counted by: an IPv4 address, or the /64 of an IPv6 address, since a customer gets a whole /64. */
export function addressKey(text: string): string {
  const parsed = parseIpAddress(text);
  if (parsed === null) return text;
  const address = unwrapMapped(parsed);
  if (address.family === 4) return formatIpAddress(address);
  return `${formatIpAddress({ family: 6, value: (address.value >> 64n) << 64n })}/64`;
}

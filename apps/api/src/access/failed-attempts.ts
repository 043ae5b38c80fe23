import { Injectable } from '@nestjs/common';
import { parseIpAddress, unwrapMapped } from '@postern/core/ip-address';
import { ApiProblem } from '../http/api-problem.js';

const allowedPerWindow = 60;
const windowMs = 60_000;
const addressesKept = 10_000;

type Window = { failures: number; readonly endsAt: number };

/**
 * Limits failed authentication: 60 a minute per client address (per /64 of IPv6), then 429 instead of 401. Whoever
 * holds a valid token is never held up by a neighbour behind the same address.
 *
 * It counts per process, in a map that forgets the oldest beyond 10,000 addresses, and not in PostgreSQL: tokens
 * have 256 bits, so no number of guesses matters, and a write per wrong guess would be what floods the database.
 */
@Injectable()
export class FailedAttempts {
  private readonly windows = new Map<string, Window>();

  /** Counts one failure of `address` at `now` (ms) and returns the answer to it: 401, or 429 beyond the limit. */
  refuse(address: string, detail?: string, now = Date.now()): ApiProblem {
    const window = this.windowOf(addressKey(address), now);
    window.failures += 1;
    const left = Math.max(0, allowedPerWindow - window.failures);
    const seconds = Math.max(1, Math.ceil((window.endsAt - now) / 1000));
    // draft-ietf-httpapi-ratelimit-headers: the policy, and what is left of it.
    const headers = {
      'ratelimit-policy': `"failed-authentication";q=${allowedPerWindow};w=${windowMs / 1000}`,
      ratelimit: `"failed-authentication";r=${left};t=${seconds}`,
    };
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
    this.windows.delete(key); // A new window goes to the end: the map's order is the order of their ends.
    const fresh = { failures: 0, endsAt: now + windowMs };
    this.windows.set(key, fresh);
    if (this.windows.size > addressesKept) this.windows.delete(this.windows.keys().next().value!);
    return fresh;
  }
}

/** One customer gets one /64 at least, so that is what counts as an address of IPv6. */
function addressKey(text: string): string {
  const parsed = parseIpAddress(text);
  if (parsed === null) return text;
  const { family, value } = unwrapMapped(parsed);
  return family === 4 ? `4 ${value}` : `6 ${value >> 64n}`;
}

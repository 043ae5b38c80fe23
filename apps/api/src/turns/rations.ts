import { Injectable } from '@nestjs/common';
import { ApiProblem } from '../http/api-problem.js';
import { rateLimitHeaders } from '../http/rate-limit-headers.js';

type Ration = { readonly burst: number; readonly perMinute: number };

/**
 * What a person or a script with a purpose never reaches, and a loop does: each save writes history that is kept for
 * months, and each token is looked up by every request.
 */
const rations = {
  'saves-of-a-domain': { burst: 300, perMinute: 60 },
  imports: { burst: 300, perMinute: 60 },
  'bulk-changes': { burst: 300, perMinute: 60 },
  'new-tokens': { burst: 200, perMinute: 60 },
  'new-links': { burst: 100, perMinute: 30 },
  /** A page of a link sends about ten requests. */
  'requests-of-a-link': { burst: 300, perMinute: 120 },
  /** By link: each answer of IT is an audit event, which is kept for months, and is told to webhooks and by mail. */
  'answers-of-a-link': { burst: 20, perMinute: 1 },
  /** By client address, because who has one link may have many. */
  'requests-with-links': { burst: 600, perMinute: 240 },
  /** By client address, because anybody may begin one; an organisation may have a single address. */
  'sign-ins-through-the-provider': { burst: 120, perMinute: 60 },
  /** One for each page with the component that a person opens. */
  'connect-sessions': { burst: 600, perMinute: 300 },
  'webhook-changes': { burst: 200, perMinute: 60 },
  'webhook-sends': { burst: 60, perMinute: 20 },
  /** To addresses whose owners did not ask for them. */
  'confirmation-mails': { burst: 40, perMinute: 1 },
  /** By token: 60 devices with one token may read ten lists each in the same minute. */
  'list-reads': { burst: 600, perMinute: 600 },
} as const satisfies Record<string, Ration>;
export type RationName = keyof typeof rations;

const keysKept = 50_000;

/**
 * Limits how often an account does the same thing: `burst` times at once, then `perMinute`. Each process counts for
 * itself, in a map of at most 50,000 keys that drops the one that was used longest ago.
 */
@Injectable()
export class Rations {
  /** When the ration of each key is whole again, in milliseconds. */
  private readonly wholeAt = new Map<string, number>();

  /** Throws a problem with the seconds to wait if none of a ration is left at `now` (ms). */
  check(name: RationName, account: string, subject = '', now = Date.now()): void {
    const { burst, perMinute } = rations[name];
    const eachMs = 60_000 / perMinute;
    const waitMs = this.wholeAgain(keyOf(name, account, subject), now) + eachMs - now - burst * eachMs;
    if (waitMs > 0) throw refused(name, rations[name], Math.ceil(waitMs / 1000));
  }

  /** Takes one of a ration, after what it is for was done. */
  count(name: RationName, account: string, subject = '', now = Date.now()): void {
    const key = keyOf(name, account, subject);
    const whole = this.wholeAgain(key, now) + 60_000 / rations[name].perMinute;
    this.wholeAt.delete(key); // Inserted anew at the end, so that the first key is the one that was used longest ago.
    this.wholeAt.set(key, whole);
    if (this.wholeAt.size > keysKept) this.wholeAt.delete(this.wholeAt.keys().next().value!);
  }

  /** Takes one of a ration, or throws the problem of `check`. */
  take(name: RationName, account: string, subject = '', now = Date.now()): void {
    this.check(name, account, subject, now);
    this.count(name, account, subject, now);
  }

  private wholeAgain(key: string, now: number): number {
    return Math.max(this.wholeAt.get(key) ?? 0, now);
  }
}

function keyOf(...parts: readonly string[]): string {
  return parts.join(' ');
}

function refused(name: RationName, { burst, perMinute }: Ration, seconds: number): ApiProblem {
  return new ApiProblem('too-many-requests', {
    detail: `This was done ${burst} times in a row; from then on ${perMinute} times a minute are allowed.`,
    headers: {
      'retry-after': String(seconds),
      ...rateLimitHeaders(name, { quota: perMinute, windowSeconds: 60 }, { left: 0, seconds }),
    },
  });
}

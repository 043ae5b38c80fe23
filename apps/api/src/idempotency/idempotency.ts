import { Inject, Injectable } from '@nestjs/common';
import { secretHash } from '@postern/database/secret-hash';
import type { FastifyRequest } from 'fastify';
import { createHmac } from 'node:crypto';
import { SETTINGS, type ApiSettings } from '../api-settings.js';
import { invalidInput } from '../http/api-problem.js';
import type { Caller } from '../access/permission.js';
import type { CreationRequest } from './create-once.js';

/** Reads the header Idempotency-Key of requests that create (draft-ietf-httpapi-idempotency-key-header). */
@Injectable()
export class Idempotency {
  constructor(@Inject(SETTINGS) private readonly settings: ApiSettings) {}

  /**
   * The request for `createOnce`; `null` without the header. The body is stored as an HMAC under the secret key and
   * without its `credentials`, so that no content can be guessed from the stored value.
   */
  read(request: FastifyRequest, caller: Caller): CreationRequest | null {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return null;
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
      throw invalidInput(
        'Idempotency-Key',
        'idempotency-key-malformed',
        'One key of 1 to 200 visible ASCII characters is needed',
      );
    }
    const { credentials: _, ...body } = (request.body ?? {}) as Record<string, unknown>;
    const text = JSON.stringify([request.method, request.url, caller.accountId, sorted(body)]);
    const { holderId, limits } = caller;
    const createdBy = limits?.embedded?.createdBy;
    return {
      // The keys of a connect session are stored with its token, each session's apart from the others'.
      holderId: createdBy ?? holderId,
      keySha256: secretHash(createdBy === undefined ? key : `${holderId} ${key}`),
      bodyHmacs: this.settings.secretKeys.map((secret) =>
        createHmac('sha256', Buffer.from(secret, 'base64')).update('idempotency ').update(text).digest(),
      ),
    };
  }
}

/** The same value with the fields of every object sorted, because the order of fields in JSON has no meaning. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, field]) => [name, sorted(field)]));
}

import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { emailAddressSchema } from '@postern/core/domain-name';
import { populateAnswerSchema, type PopulateAnswer } from '@postern/core/populate';
import type { Database } from '@postern/database/database';
import { createPopulateReader, type PopulateRow } from '@postern/database/functions/populate';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { Admission, namedAccount, requireOwnAddress } from '../access/admission.js';
import { AuthenticatesItself } from '../access/permission.js';
import { serversOf } from '@postern/database/server-columns';

const populateQuery = z.strictObject({
  email: emailAddressSchema,
  purpose: z.enum(['mail', 'calendar']).default('mail'),
});

/** Populate: the settings of a domain for the form in which a user connects a mailbox (R12 to R15). */
@ApiTags('Populate and connect')
@Controller('v1/populate')
export class PopulateController {
  private readonly read: ReturnType<typeof createPopulateReader>;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(Admission) private readonly admission: Admission,
  ) {
    this.read = createPopulateReader(database);
  }

  /** Reads token and settings in one round trip to PostgreSQL, because this route is called most. */
  @Get()
  @AuthenticatesItself('mailbox:connect', { isEmbeddable: true })
  @ApiOkResponse({ standardSchema: populateAnswerSchema })
  @ApiOperation({ operationId: 'populate', summary: 'Read the settings for an email address' })
  async populate(
    @Req() request: FastifyRequest,
    @Query({ schema: populateQuery }) { email, purpose }: z.output<typeof populateQuery>,
  ): Promise<PopulateAnswer> {
    const { sha256 } = this.admission.requestSecretOf(request);
    const row = await this.read({ sha256, namedAccount: namedAccount(request), domain: email.domain });
    const caller = this.admission.admit(request, row, 'mailbox:connect');
    await this.admission.requireAccount(caller);
    requireOwnAddress(caller, email.email);
    return answer(email, purpose, row!);
  }
}

function answer(
  { email, domain }: { email: string; domain: string },
  purpose: 'mail' | 'calendar',
  row: PopulateRow,
): PopulateAnswer {
  const isWanted = row.kind === 'exchange' || (row.kind === 'imap' && purpose === 'mail');
  if (row.kind === null || !isWanted) return { email, domain, match: 'none', kind: null };
  return {
    email,
    domain,
    match: 'exact',
    ...serversOf({ ...row, kind: row.kind }),
    username: email,
    provenance: {
      source: 'account-settings',
      updatedAt: row.updatedAt,
      verifiedAt: row.verifiedAt,
      discovered: row.discovered,
    },
  };
}

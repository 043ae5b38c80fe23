import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  certificateAuthorityInputSchema,
  certificateAuthoritySchema,
  certificatePreviewInputSchema,
  certificatePreviewSchema,
  type CertificateAuthorityAnswer,
  type CertificateAuthorityInput,
  type CertificatePreview,
  type CertificatePreviewInput,
} from '@postern/core/certificate-authority';
import {
  createAuthority,
  deleteAuthority,
  listAuthorities,
  mostAuthorities,
  type StoredAuthority,
} from '@postern/database/certificate-authorities';
import { inAccount, type Database } from '@postern/database/database';
import { actorName } from '@postern/database/functions/actor-name';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { ApiProblem, invalidInput } from '../http/api-problem.js';
import { pageOf } from '../http/page.js';
import { Problems } from '../http/problems.js';
import { createOnce } from '../idempotency/create-once.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { presentAuthority, previewAuthority, readAuthority } from './read-authority.js';

/** Certificate authorities that an account trusts for the servers of its own domains. */
@ApiTags('Mail settings')
@Controller('v1/certificate-authorities')
export class CertificateAuthoritiesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  /** The authority counts from the next measurement of each server on. */
  @Post()
  @Requires('settings:write')
  @ApiCreatedResponse({ standardSchema: certificateAuthoritySchema })
  @ApiOperation({
    operationId: 'addCertificateAuthority',
    summary: 'Trust a certificate authority for the servers of the account’s domains',
  })
  @Problems('idempotency-key-reused', 'body-too-large', 'unsupported-media-type')
  async create(
    @FromAccount() caller: AccountCaller,
    @Req() request: FastifyRequest,
    @Body({ schema: certificateAuthorityInputSchema }) { name, pem }: CertificateAuthorityInput,
  ): Promise<CertificateAuthorityAnswer> {
    const { accountId } = caller;
    const read = readAuthority(pem);
    const creation = this.idempotency.read(request, caller);
    const stored = await inAccount(this.database, accountId).transactional(async (em) => {
      const { id } = await createOnce(em, creation, async () => {
        const createdBy = await actorName(em, caller.holderId);
        const created = await createAuthority(em, accountId, { ...read, name, createdBy });
        if (created === 'known') throw invalidInput('pem', ...alreadyTrusted);
        if (created === 'too-many') throw invalidInput('pem', ...tooMany);
        const after = { name, sha256: read.sha256 };
        await recordChange(em, caller, createdBy, {
          action: 'certificate-authority.created',
          subject: created.id,
          after,
        });
        return { id: created.id, value: null };
      });
      return (await listAuthorities(em)).find((one) => one.id === id);
    });
    return presentAuthority(found(stored));
  }

  @Post('preview')
  @HttpCode(200)
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: certificatePreviewSchema })
  @ApiOperation({
    operationId: 'previewCertificateAuthority',
    summary: 'Read a certificate, and learn whether it could be added, without storing it',
  })
  @Problems('body-too-large', 'unsupported-media-type')
  async preview(
    @FromAccount() { accountId }: AccountCaller,
    @Body({ schema: certificatePreviewInputSchema }) { pem }: CertificatePreviewInput,
  ): Promise<CertificatePreview> {
    const preview = previewAuthority(pem);
    const known = await inAccount(this.database, accountId).transactional((em) => listAuthorities(em));
    const refusals = known.some(({ sha256 }) => sha256 === preview.sha256)
      ? [alreadyTrusted]
      : known.length >= mostAuthorities
        ? [tooMany]
        : [];
    const problems = refusals.map(([code, message]) => ({ code, message }));
    return { ...preview, problems: [...preview.problems, ...problems] };
  }

  @Get()
  @Requires('settings:read')
  @ApiOkResponse({ standardSchema: pageOf(certificateAuthoritySchema) })
  @ApiOperation({
    operationId: 'listCertificateAuthorities',
    summary: 'List the account’s certificate authorities by name, all in one page',
  })
  async list(@FromAccount() { accountId }: AccountCaller) {
    const rows = await inAccount(this.database, accountId).transactional((em) => listAuthorities(em));
    return { data: rows.map((row) => presentAuthority(row)), nextCursor: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('settings:write')
  @ApiNoContentResponse()
  @ApiOperation({
    operationId: 'deleteCertificateAuthority',
    summary: 'Trust a certificate authority no more, from the next measurement of each server on',
  })
  @Problems('not-found')
  async remove(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: z.string().max(100) }) id: string,
  ): Promise<void> {
    await inAccount(this.database, caller.accountId).transactional(async (em) => {
      const deleted = z.uuid().safeParse(id).success ? await deleteAuthority(em, id) : undefined;
      const { name, sha256 } = found(deleted);
      const actor = await actorName(em, caller.holderId);
      const before = { name, sha256 };
      await recordChange(em, caller, actor, { action: 'certificate-authority.deleted', subject: id, before });
    });
  }
}

const alreadyTrusted = ['already-trusted', 'The account already trusts this certificate'] as const;
const tooMany = ['too-many', `An account has at most ${mostAuthorities} authorities`] as const;

function found(stored: StoredAuthority | null | undefined): StoredAuthority {
  if (stored) return stored;
  throw new ApiProblem('not-found', { detail: 'No certificate authority has this id.' });
}

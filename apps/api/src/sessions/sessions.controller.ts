import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isFromSources } from '@postern/core/token-sources';
import type { Database } from '@postern/database/database';
import { findHolder } from '@postern/database/functions/holder';
import { closeSession } from '@postern/database/person-session';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { secretHash } from '@postern/database/secret-hash';
import { openSession } from '@postern/database/sign-in-code';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { Admission } from '../access/admission.js';
import { sessionCookieName } from '../access/request-secret.js';
import { FailedAttempts } from '../access/failed-attempts.js';
import { Public } from '../access/permission.js';
import { ApiProblem } from '../http/api-problem.js';
import { Problems } from '../http/problems.js';
import { Provider } from '../oidc/provider.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';

const secret = z.string().min(1).max(400);
const sessionInput = z
  .union([z.strictObject({ token: secret }), z.strictObject({ code: secret })])
  .meta({ id: 'SessionInput' });
const waysInSchema = z
  .object({
    provider: z
      .object({ host: z.string() })
      .nullable()
      .meta({ description: 'The provider that people sign in with, at `/v1/session/oidc/start`.' }),
    acceptsTokens: z.boolean().meta({ description: 'Whether a token signs a browser in.' }),
  })
  .meta({ id: 'WaysIn' });
const closedSessionSchema = z
  .object({
    signOutUrl: z.url().meta({ description: 'Where the browser goes to sign out at the provider.' }),
  })
  .meta({ id: 'ClosedSession' });

/** Sessions of browsers: a cookie in place of a token. */
@ApiTags('Session')
@Controller('v1/session')
export class SessionsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(FailedAttempts) private readonly failedAttempts: FailedAttempts,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(Provider) private readonly provider: Provider,
  ) {}

  @Get()
  @Public()
  @ApiOkResponse({ standardSchema: waysInSchema })
  @ApiOperation({ operationId: 'readWaysIn', summary: 'Read how a browser can sign in' })
  read(): z.output<typeof waysInSchema> {
    const { settings } = this.provider;
    const provider = settings && { host: new URL(settings.issuer).host };
    return { provider, acceptsTokens: settings?.isForced !== true };
  }

  @Post()
  @HttpCode(204)
  @Public()
  @ApiNoContentResponse()
  @ApiOperation({
    operationId: 'openSession',
    summary: 'Sign a browser in with a token or a single-use code',
  })
  @Problems(
    'invalid-input',
    'unauthenticated',
    'https-required',
    'origin-mismatch',
    'provider-required',
    'too-many-requests',
    'temporarily-unavailable',
  )
  async open(
    @Req() request: FastifyRequest,
    @Body({ schema: sessionInput }) input: z.output<typeof sessionInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.admission.refusePlainHttp(request);
    if (request.headers.origin !== undefined) this.admission.refuseOtherOrigin(request);
    if ('token' in input && this.provider.settings?.isForced === true)
      throw new ApiProblem('provider-required');
    const isElsewhere = 'token' in input && !(await this.isFromSources(input.token, request.ip));
    const session = isElsewhere ? null : await openSession(this.database, input);
    if (session === null) {
      throw this.failedAttempts.refuse(request.ip, 'This token or sign-in code is unknown, used or expired.');
    }
    setSessionCookie(request, reply, session.secret);
  }

  private async isFromSources(token: string, address: string): Promise<boolean> {
    const holder = await findHolder(this.database, secretHash(token));
    return holder !== null && isFromSources(holder.limits, address);
  }

  @Delete()
  @Public()
  @ApiNoContentResponse({ description: 'The browser is signed out.' })
  @ApiOkResponse({
    standardSchema: closedSessionSchema,
    description: 'The browser is signed out here, and can sign out at the provider.',
  })
  @ApiOperation({ operationId: 'closeSession', summary: 'Sign a browser out' })
  @Problems('origin-mismatch', 'temporarily-unavailable')
  async close(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof closedSessionSchema> | undefined> {
    reply.status(204);
    const cookie = request.cookies[sessionCookieName(request)];
    if (cookie === undefined) return undefined;
    this.admission.refuseOtherOrigin(request);
    const grant = await closeSession(this.database, createSecretSealer(this.settings.secretKeys), cookie);
    clearSessionCookie(request, reply);
    if (grant === null || this.provider.settings === null) return undefined;
    const signOutUrl = await this.provider.signOutUrl(grant, `${this.admission.ownOrigin(request)}/sign-in`);
    if (signOutUrl === null) return undefined;
    reply.status(200);
    return { signOutUrl };
  }
}

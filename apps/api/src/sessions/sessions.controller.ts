import { Body, Controller, Delete, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isFromSources } from '@postern/core/token-sources';
import type { Database } from '@postern/database/database';
import { findHolder } from '@postern/database/functions/holder';
import { secretHash } from '@postern/database/secret-hash';
import { closeSession, openSession, sessionLifeHours } from '@postern/database/sign-in-code';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { Admission } from '../access/admission.js';
import { sessionCookieName } from '../access/request-secret.js';
import { FailedAttempts } from '../access/failed-attempts.js';
import { Public } from '../access/permission.js';
import { Problems } from '../http/problems.js';

const secret = z.string().min(1).max(400);
const sessionInput = z
  .union([z.strictObject({ token: secret }), z.strictObject({ code: secret })])
  .meta({ id: 'SessionInput' });

/** Sessions of browsers: a cookie in place of a token. */
@ApiTags('Session')
@Controller('v1/session')
export class SessionsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(FailedAttempts) private readonly failedAttempts: FailedAttempts,
  ) {}

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
    const isElsewhere = 'token' in input && !(await this.isFromSources(input.token, request.ip));
    const session = isElsewhere ? null : await openSession(this.database, input);
    if (session === null) {
      throw this.failedAttempts.refuse(request.ip, 'This token or sign-in code is unknown, used or expired.');
    }
    reply.setCookie(sessionCookieName(request), session.secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: request.protocol === 'https',
      maxAge: sessionLifeHours * 3600,
    });
  }

  private async isFromSources(token: string, address: string): Promise<boolean> {
    const holder = await findHolder(this.database, secretHash(token));
    return holder !== null && isFromSources(holder.limits, address);
  }

  @Delete()
  @HttpCode(204)
  @Public()
  @ApiNoContentResponse()
  @ApiOperation({ operationId: 'closeSession', summary: 'Sign a browser out' })
  @Problems('origin-mismatch', 'temporarily-unavailable')
  async close(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const cookie = request.cookies[sessionCookieName(request)];
    if (cookie === undefined) return;
    this.admission.refuseOtherOrigin(request);
    await closeSession(this.database, cookie);
    reply.clearCookie(sessionCookieName(request), {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: request.protocol === 'https',
    });
  }
}

import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Database } from '@postern/database/database';
import { findHolder } from '@postern/database/functions/holder';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DATABASE } from '../api-settings.js';
import { Admission } from '../access/admission.js';
import { AuthenticatesItself } from '../access/permission.js';
import { Metrics } from './metrics.js';

/** For Prometheus. */
@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** Open to this machine itself, else to an operator's token. */
  @Get()
  @AuthenticatesItself('operations:read')
  @ApiOperation({ operationId: 'readMetrics', summary: 'Numbers for Prometheus' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!isThisMachine(request)) {
      const { sha256 } = this.admission.requestSecretOf(request);
      this.admission.admit(request, await findHolder(this.database, sha256), 'operations:read');
    }
    await reply.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}

/** Whoever speaks for others is no neighbour: a proxy on this machine that the operator did not name. */
function isThisMachine(request: FastifyRequest): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for'].some((name) => request.headers[name] !== undefined);
  const isTrusted = request.ips !== undefined && request.ips.length > 1;
  return /^(?:127\.|::1$|::ffff:127\.)/.test(request.ip) && (!isForwarded || isTrusted);
}

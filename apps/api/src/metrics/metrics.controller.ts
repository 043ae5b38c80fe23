import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Database } from '@postern/database/database';
import { findHolder } from '@postern/database/functions/holder';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DATABASE } from '../api-settings.js';
import { Admission } from '../access/admission.js';
import { AuthenticatesItself } from '../access/permission.js';
import { Metrics } from './metrics.js';

/** Metrics in the text format of Prometheus. */
@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** Needs an operator's token unless the request is local. */
  @Get()
  @AuthenticatesItself('operations:read')
  @ApiOperation({ operationId: 'readMetrics', summary: 'Read the metrics in the text format of Prometheus' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!isLocal(request)) {
      const { sha256 } = this.admission.requestSecretOf(request);
      this.admission.admit(request, await findHolder(this.database, sha256), 'operations:read');
    }
    await reply.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}

/** Local means loopback and not forwarded, unless a trusted proxy forwarded it. */
function isLocal(request: FastifyRequest): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for'].some((name) => request.headers[name] !== undefined);
  const isTrusted = request.ips !== undefined && request.ips.length > 1;
  return /^(?:127\.|::1$|::ffff:127\.)/.test(request.ip) && (!isForwarded || isTrusted);
}

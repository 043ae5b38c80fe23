import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Database } from '@postern/database/database';
import { isSchemaCurrent } from '@postern/database/schema-version';
import type { VerificationQueue } from '@postern/jobs/verification-queue';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DATABASE, QUEUE } from '../api-settings.js';
import { Public } from '../access/permission.js';

const livenessSchema = z.strictObject({ status: z.literal('alive') });
const readinessSchema = z.strictObject({
  status: z.enum(['ready', 'not-ready']),
  database: z.enum(['ready', 'away', 'migrations-pending']),
  queue: z.enum(['ready', 'away']),
});
type Readiness = z.output<typeof readinessSchema>;

/** Health checks for load balancers and monitoring. */
@ApiTags('Operations')
@Controller()
export class HealthController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(QUEUE) private readonly queue: VerificationQueue,
  ) {}

  /** Answers 200 as long as the process runs. */
  @Get('livez')
  @Public()
  @ApiOkResponse({ standardSchema: livenessSchema })
  @ApiOperation({ operationId: 'readLiveness', summary: 'Read whether the process runs' })
  live(): z.output<typeof livenessSchema> {
    return { status: 'alive' };
  }

  /** Answers 200 if the database is ready. Without the queue the api can still save, so it stays ready. */
  @Get('readyz')
  @Public()
  @ApiOkResponse({ standardSchema: readinessSchema })
  @ApiServiceUnavailableResponse({
    standardSchema: readinessSchema,
    description: 'Not ready; try again after the seconds in Retry-After',
  })
  @ApiOperation({ operationId: 'readReadiness', summary: 'Read whether the process is ready for requests' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const [database, queue] = await Promise.all([this.databaseState(), this.queueState()]);
    const isReady = database === 'ready';
    if (!isReady) void reply.status(503).header('retry-after', '2');
    return { status: isReady ? 'ready' : 'not-ready', database, queue };
  }

  private async databaseState(): Promise<Readiness['database']> {
    return isSchemaCurrent(this.database).then(
      (isCurrent) => (isCurrent ? ('ready' as const) : ('migrations-pending' as const)),
      () => 'away' as const,
    );
  }

  private async queueState(): Promise<Readiness['queue']> {
    return this.queue.depth().then(
      () => 'ready' as const,
      () => 'away' as const,
    );
  }
}

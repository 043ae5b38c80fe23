import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Database } from '@postern/database/database';
import { databaseTrouble } from '@postern/database/database-trouble';
import { isSchemaCurrent } from '@postern/database/schema-version';
import { tryWrite } from '@postern/database/try-write';
import { isRefusal } from '@postern/jobs/fault-code';
import type { JobQueue } from '@postern/jobs/job-queue';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DATABASE, QUEUE } from '../api-settings.js';
import { Public } from '../access/permission.js';
import { LatestState } from './latest-state.js';
import { RecentTrouble } from './recent-trouble.js';

const livenessSchema = z.strictObject({ status: z.literal('alive') });
const readinessSchema = z.strictObject({
  status: z.enum(['ready', 'not-ready']),
  database: z.enum(['ready', 'away', 'migrations-pending', 'slow', 'read-only', 'full']),
  queue: z.enum(['ready', 'away']),
  queueFault: z.string().optional().meta({
    description: 'Why the queue is away, if it answers and refuses, such as READONLY, OOM or NOPERM.',
  }),
});
type Readiness = z.output<typeof readinessSchema>;

/** A database that is busy for a moment does not take a process out of service. */
const busyMs = 5000;

/** Health checks for load balancers and monitoring. */
@ApiTags('Operations')
@Controller()
export class HealthController {
  private readonly database: LatestState<Readiness['database']>;
  private readonly queue: LatestState<Readiness['queue']>;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(QUEUE) private readonly jobs: JobQueue,
    @Inject(RecentTrouble) private readonly trouble: RecentTrouble,
  ) {
    this.database = new LatestState(() => databaseState(database), 'slow', busyMs);
    this.queue = new LatestState(() => queueState(jobs), 'away', 0);
  }

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
    const [found, queue] = await Promise.all([this.database.ask(), this.queue.ask()]);
    const database = found === 'ready' && this.trouble.isFull ? 'full' : found;
    const isReady = database === 'ready';
    if (!isReady) void reply.status(503).header('retry-after', '2');
    const { code } = this.jobs.faults;
    const isRefusing = queue === 'away' && code !== null && isRefusal(code);
    return {
      status: isReady ? 'ready' : 'not-ready',
      database,
      queue,
      ...(isRefusing ? { queueFault: code } : {}),
    };
  }
}

/** Whether the database can do what a request needs, a change among it. */
async function databaseState(database: Database): Promise<Readiness['database']> {
  try {
    if (!(await isSchemaCurrent(database))) return 'migrations-pending';
    await tryWrite(database);
    return 'ready';
  } catch (error) {
    return databaseTrouble(error) ?? 'away';
  }
}

function queueState(queue: JobQueue): Promise<Readiness['queue']> {
  return queue.check().then(
    () => 'ready' as const,
    () => 'away' as const,
  );
}

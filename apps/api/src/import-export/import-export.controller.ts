import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { importResultSchema, transferFormatSchema, type ImportResult } from '@postern/core/settings-transfer';
import type { Database } from '@postern/database/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { ApiProblem } from '../http/api-problem.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { TooManyWaitingError, Turns } from '../turns/turns.js';
import { queryFlag } from '../http/query-flag.js';
import { checkRows, type RowErrors } from './check-rows.js';
import { exportMailSettings } from './export-mail-settings.js';
import { importMailSettings } from './import-mail-settings.js';
import { readRows } from './read-rows.js';
import { formatOf, HeldBytes, importsWait, limited, refuseWorkbook } from './take-uploads.js';

const importQuery = z.strictObject({ dryRun: queryFlag });
const exportQuery = z.strictObject({ format: transferFormatSchema.default('csv') });
const mediaTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' };

/** Of the 20 connections of the pool, so that imports never take all of them. */
const importsAtOnce = 4;

/** Import and export of all settings of an account in one file. */
@ApiTags('Mail settings')
@Controller('v1/mail-settings')
export class ImportExportController {
  private readonly turns = new Turns({ atOnce: importsAtOnce, mostWaiting: 64 });

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Post('import')
  @HttpCode(200)
  @Requires('settings:write')
  @ApiConsumes('text/csv', 'application/x-ndjson')
  @ApiBody({ schema: { type: 'string' }, description: 'At most 32 MiB.' })
  @ApiOkResponse({ standardSchema: importResultSchema })
  @ApiOperation({
    operationId: 'importMailSettings',
    summary: 'Create or update many domains from one file, all or none',
  })
  @Problems('conflict', 'body-too-large', 'unsupported-media-type', 'import-refused', 'too-many-requests')
  async import(
    @FromAccount() caller: AccountCaller,
    @Req() request: FastifyRequest,
    @Query({ schema: importQuery }) { dryRun }: z.output<typeof importQuery>,
  ): Promise<ImportResult> {
    const format = formatOf(request);
    const held = new HeldBytes(caller.accountId);
    try {
      const rows = readRows(limited(request.body as Readable, held), format);
      const { batches, errors } = await checkRows(rows);
      refuseWorkbook(request, errors.listed);
      if (errors.count > 0) throw refused(errors);
      return await this.write(caller, batches, dryRun);
    } finally {
      held.release();
    }
  }

  /** Writes checked rows when it is the account's turn, which it waits for without a connection to the database. */
  private async write(
    caller: AccountCaller,
    batches: readonly string[],
    dryRun: boolean,
  ): Promise<ImportResult> {
    const imported = await this.turns
      .take(caller.accountId, () => importMailSettings(this.database, caller, batches, dryRun))
      .catch((error: unknown) => {
        throw error instanceof TooManyWaitingError ? importsWait() : error;
      });
    switch (imported.outcome) {
      case 'imported':
        return imported.result;
      case 'refused':
        throw refused(imported.errors);
      case 'conflict':
        throw new ApiProblem('conflict', {
          detail: 'Other requests are writing the same domains. Nothing was imported; try again.',
        });
    }
  }

  @Get('export')
  @Requires('settings:read')
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiOperation({
    operationId: 'exportMailSettings',
    summary: 'Download all settings as a file that can be imported',
  })
  async export(
    @FromAccount() { accountId }: AccountCaller,
    @Query({ schema: exportQuery }) { format }: z.output<typeof exportQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const pages = exportMailSettings(this.database, accountId, format);
    const first = await pages.next(); // If the database is away this throws, before the status 200 is sent.
    reply
      .type(mediaTypes[format])
      .header('content-disposition', `attachment; filename="mail-settings.${format}"`);
    await reply.send(Readable.from(startingWith(first, pages)));
  }
}

async function* startingWith(first: IteratorResult<string, void>, rest: AsyncGenerator<string, void>) {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

function refused({ listed, count }: RowErrors): ApiProblem {
  const rest = count > listed.length ? ` The first ${listed.length} of ${count} errors are listed.` : '';
  return new ApiProblem('import-refused', { detail: `Nothing was imported.${rest}`, errors: listed });
}

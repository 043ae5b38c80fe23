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
import { queryFlag } from '../http/query-flag.js';
import { checkRows, type RowErrors } from './check-rows.js';
import { exportMailSettings } from './export-mail-settings.js';
import { importMailSettings } from './import-mail-settings.js';
import { readRows } from './read-rows.js';
import { formatOf, limited, refuseWorkbook } from './take-uploads.js';

const importQuery = z.strictObject({ dryRun: queryFlag });
const exportQuery = z.strictObject({ format: transferFormatSchema.default('csv') });
const mediaTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' };

/** Import and export of all settings of an account in one file. */
@ApiTags('Mail settings')
@Controller('v1/mail-settings')
export class ImportExportController {
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
  @Problems('conflict', 'body-too-large', 'unsupported-media-type', 'import-refused')
  async import(
    @FromAccount() caller: AccountCaller,
    @Req() request: FastifyRequest,
    @Query({ schema: importQuery }) { dryRun }: z.output<typeof importQuery>,
  ): Promise<ImportResult> {
    const format = formatOf(request);
    const rows = readRows(limited(request.body as Readable), format);
    const { batches, errors } = await checkRows(rows);
    refuseWorkbook(request, errors.listed);
    if (errors.count > 0) throw refused(errors);
    const imported = await importMailSettings(this.database, caller, batches, dryRun);
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

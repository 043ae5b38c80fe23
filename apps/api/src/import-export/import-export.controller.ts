import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { selectionOf, selectionSchema } from '@postern/core/bulk-change';
import {
  importResultSchema,
  importTableSchema,
  longImportSchema,
  transferFormatSchema,
  type ImportResult,
  type ImportTable,
  type LongImport,
  type TransferFormat,
} from '@postern/core/settings-transfer';
import type { Database } from '@postern/database/database';
import { readImport } from '@postern/database/long-import';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { ApiProblem, because } from '../http/api-problem.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { Rations } from '../turns/rations.js';
import { queryFlag } from '../http/query-flag.js';
import { targetsOf } from '../bulk-changes/select-settings.js';
import { checkRows } from './check-rows.js';
import { exportMailSettings } from './export-mail-settings.js';
import { problemOfOutcome, refused } from './import-problems.js';
import { ImportRunner } from './import-runner.js';
import { mappingQuery } from './mapping-query.js';
import { preferredWaitMs } from './preferred-wait.js';
import type { Mapping } from './read-csv.js';
import { readRows } from './read-rows.js';
import { readTable } from './read-table.js';
import { formatOf, HeldBytes, limited, refuseWorkbook } from './take-uploads.js';

const importQuery = z.strictObject({
  dryRun: queryFlag,
  changes: queryFlag.meta({ description: 'With dryRun, whether the answer names the changes.' }),
  columns: mappingQuery,
});
const exportQuery = z.strictObject({ format: transferFormatSchema.default('csv') });
const mediaTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' };

/** Import and export of all settings of an account in one file. */
@ApiTags('Mail settings')
@Controller('v1')
export class ImportExportController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ImportRunner) private readonly runner: ImportRunner,
    @Inject(Rations) private readonly rations: Rations,
  ) {}

  @Post('mail-settings/import')
  @HttpCode(200)
  @Requires('settings:write')
  @ApiConsumes('text/csv', 'application/x-ndjson')
  @ApiBody({ schema: { type: 'string' }, description: 'At most 32 MiB.' })
  @ApiHeader({
    name: 'Prefer',
    required: false,
    description:
      '`respond-async` answers 202 as soon as the file was checked, `wait=5` after five seconds (RFC 7240); at most ten are waited.',
    schema: { type: 'string' },
  })
  @ApiOkResponse({ standardSchema: importResultSchema })
  @ApiAcceptedResponse({
    standardSchema: longImportSchema,
    description:
      'The rows were checked and are being written, which takes longer than ten seconds. Read how it ends at Location.',
    headers: { Location: { description: 'The path of the import.', schema: { type: 'string' } } },
  })
  @ApiOperation({
    operationId: 'importMailSettings',
    summary: 'Create or update many domains from one file, all or none',
  })
  @Problems('conflict', 'body-too-large', 'unsupported-media-type', 'import-refused', 'too-many-requests')
  async import(
    @FromAccount() caller: AccountCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query({ schema: importQuery }) { dryRun: isDryRun, changes, columns }: z.output<typeof importQuery>,
  ): Promise<ImportResult | LongImport> {
    const format = formatOf(request);
    this.rations.take('imports', caller.accountId);
    const held = new HeldBytes(caller.accountId);
    const { batches, count } = await this.check(request, { format, columns }, held);
    const withChanges = isDryRun && changes;
    const job = { caller, batches, isDryRun, withChanges, count, requestId: request.id };
    const waitMs = preferredWaitMs(String(request.headers.prefer ?? ''));
    const ended = await this.runner.run(job, waitMs, () => held.release());
    if ('id' in ended) {
      void reply.status(202).header('location', `/v1/imports/${ended.id}`).header('retry-after', '1');
      return await this.read(caller.accountId, ended.id, request.id);
    }
    if (ended.outcome === 'imported') return ended.result;
    throw problemOfOutcome(ended)!;
  }

  @Post('mail-settings/import/columns')
  @HttpCode(200)
  @Requires('settings:write')
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string' }, description: 'The CSV file, or its first lines.' })
  @ApiOkResponse({ standardSchema: importTableSchema })
  @ApiOperation({
    operationId: 'readImportColumns',
    summary: 'Guess which column of a CSV file is which, for the parameter columns of the import',
  })
  @Problems('body-too-large', 'unsupported-media-type', 'cannot-act-on-it')
  async columns(@Req() request: FastifyRequest): Promise<ImportTable> {
    if (formatOf(request) !== 'csv') throw new ApiProblem('unsupported-media-type');
    const body = request.body as Readable;
    const table = await readTable(body).finally(() => skipRest(body));
    if (table === null) throw new ApiProblem('cannot-act-on-it', because('file-without-columns'));
    return table;
  }

  @Get('imports/:id')
  @Requires('settings:read')
  @ApiOkResponse({ standardSchema: longImportSchema })
  @ApiOperation({
    operationId: 'readImport',
    summary: 'Read how far an import is, and how it ended, for seven days',
  })
  @Problems('not-found')
  progress(
    @FromAccount() { accountId }: AccountCaller,
    @Param('id', { schema: z.uuid() }) id: string,
    @Req() request: FastifyRequest,
  ): Promise<LongImport> {
    return this.read(accountId, id, request.id);
  }

  private async check(
    request: FastifyRequest,
    { format, columns }: { format: TransferFormat; columns: Mapping | null },
    held: HeldBytes,
  ) {
    try {
      const rows = readRows(limited(request.body as Readable, held), format, columns);
      const { errors, ...checked } = await checkRows(rows);
      refuseWorkbook(request, errors.listed);
      if (errors.count > 0) throw refused(errors);
      return checked;
    } catch (error) {
      held.release();
      throw error;
    } finally {
      // A file that is refused at its header is not read to its end. Node then keeps the rest, and with it the connection.
      skipRest(request.body as Readable);
    }
  }

  private async read(accountId: string, id: string, requestId: string): Promise<LongImport> {
    const lost = new ApiProblem('import-interrupted').toDocument(requestId);
    const found = await readImport(this.database, { accountId, id }, lost);
    if (found === null) throw new ApiProblem('not-found');
    return {
      ...found,
      result: found.result as LongImport['result'],
      problem: found.problem as LongImport['problem'],
      createdAt: found.createdAt.toISOString(),
      finishedAt: found.finishedAt?.toISOString() ?? null,
    };
  }

  @Get('mail-settings/export')
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
    await this.send(reply, exportMailSettings(this.database, accountId, format), format);
  }

  @Post('mail-settings/export')
  @HttpCode(200)
  @Requires('settings:read')
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiOperation({
    operationId: 'exportSelectedSettings',
    summary: 'Download the settings of chosen domains as a file that can be imported',
  })
  @Problems('cannot-act-on-it', 'body-too-large', 'unsupported-media-type')
  async exportSelected(
    @FromAccount() { accountId }: AccountCaller,
    @Query({ schema: exportQuery }) { format }: z.output<typeof exportQuery>,
    @Body({ schema: selectionSchema }) input: z.output<typeof selectionSchema>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const targets = await targetsOf(this.database, accountId, selectionOf(input));
    const chosen = targets.map(({ domain }) => domain);
    await this.send(reply, exportMailSettings(this.database, accountId, format, chosen), format);
  }

  private async send(
    reply: FastifyReply,
    pages: AsyncGenerator<string, void>,
    format: TransferFormat,
  ): Promise<void> {
    const first = await pages.next(); // If the database is away this throws, before the status 200 is sent.
    reply
      .type(mediaTypes[format])
      .header('content-disposition', `attachment; filename="mail-settings.${format}"`);
    await reply.send(Readable.from(startingWith(first, pages)));
  }
}

function skipRest(body: Readable): void {
  body.unpipe();
  body.resume();
}

async function* startingWith(first: IteratorResult<string, void>, rest: AsyncGenerator<string, void>) {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

import { Controller, Get, Inject, Query, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { auditEventSchema, displayOfSubject, type AuditEventAnswer } from '@postern/core/audit-event';
import { inAccount, type Database } from '@postern/database/database';
import { AuditEvent } from '@postern/database/entities/audit-event';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { ReadTurns } from '../turns/request-turns.js';

const word = z
  .string()
  .max(300)
  .regex(/^[^\p{Cc}]*$/u, 'Control characters are not allowed')
  .optional();
const listQuery = z.strictObject({
  ...pageQuery,
  subject: word,
  action: word,
  search: word.meta({
    description:
      'Finds parts of the domain in either spelling, of the id, and of the name of the token that acted or was created, in any case.',
  }),
});

/** The audit events of an account: who changed what (B7). */
@ApiTags('Audit')
@Controller('v1/audit-events')
export class AuditEventsController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Newest first. */
  @Get()
  @UseInterceptors(ReadTurns)
  @Requires('settings:read')
  @ApiOkResponse({ standardSchema: pageOf(auditEventSchema) })
  @ApiOperation({ operationId: 'listAuditEvents', summary: 'List who changed what, newest first' })
  async list(
    @FromAccount() { accountId }: AccountCaller,
    @Query({ schema: listQuery }) { limit, cursor, subject, action, search }: z.output<typeof listQuery>,
  ) {
    const before = readCursor(cursor, z.uuid());
    const rows = await inAccount(this.database, accountId).find(
      AuditEvent,
      {
        accountId,
        ...(before === null ? {} : { id: { $lt: before } }),
        ...(subject === undefined ? {} : { subject }),
        ...(action === undefined ? {} : { action }),
        ...(search === undefined ? {} : { $or: searchFor(search) }),
      },
      { orderBy: { id: 'desc' }, limit: limit + 1 },
    );
    const page = cutPage(rows, limit, ({ id }) => id);
    return { data: page.data.map(present), nextCursor: page.nextCursor };
  }
}

/** A Unicode domain is searched as its A-labels, in which events name their domain. */
function searchFor(text: string) {
  const name = text.trim().replace(/^.*@/s, '');
  const like = (part: string) => ({ $ilike: `%${part.replace(/[\\%_]/g, '\\$&')}%` });
  const ascii = domainToASCII(name);
  return [
    { subject: like(name) },
    ...(ascii === '' || ascii === name ? [] : [{ subject: like(ascii) }]),
    { actor: like(name) },
    { after: { name: like(name) } },
  ];
}

function present(row: AuditEvent): AuditEventAnswer {
  const { id, at, actor, action, subject } = row;
  return {
    id,
    at: at.toISOString(),
    actorId: row.actorId ?? null,
    actor,
    action,
    subject,
    ...displayOfSubject(row),
    before: row.before ?? null,
    after: row.after ?? null,
  };
}

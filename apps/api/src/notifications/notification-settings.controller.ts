import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  defaultMailedEvents,
  notificationSettingsInputSchema,
  notificationSettingsSchema,
  type NotificationSettingsAnswer,
  type NotificationSettingsInput,
} from '@postern/core/notification-settings';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { actorName } from '@postern/database/functions/actor-name';
import { listRecipients, readSettings, saveSettings } from '@postern/database/notification-settings';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { ApiProblem } from '../http/api-problem.js';
import { Problems } from '../http/problems.js';
import { Rations } from '../turns/rations.js';

/** Who is told by mail, of what, and how often. */
@ApiTags('Notifications')
@Controller('v1/notification-settings')
export class NotificationSettingsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(Rations) private readonly rations: Rations,
  ) {}

  @Get()
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: notificationSettingsSchema })
  @ApiOperation({
    operationId: 'readNotificationSettings',
    summary: 'Read who is told by mail, of what, and how often',
  })
  @Problems('mail-not-set-up')
  async read(@FromAccount() { accountId }: AccountCaller): Promise<NotificationSettingsAnswer> {
    this.refuseWithoutMail();
    return presentSettings(inAccount(this.database, accountId), accountId);
  }

  @Put()
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: notificationSettingsSchema })
  @ApiOperation({
    operationId: 'replaceNotificationSettings',
    summary: 'Replace who is told by mail, of what, and how often',
    description:
      'A new recipient is sent a link, and nothing else before it is opened. The link works for seven days. An account has at most 20 recipients.',
  })
  @Problems('mail-not-set-up', 'body-too-large', 'unsupported-media-type', 'too-many-requests')
  async replace(
    @FromAccount() caller: AccountCaller,
    @Body({ schema: notificationSettingsInputSchema }) input: NotificationSettingsInput,
  ): Promise<NotificationSettingsAnswer> {
    this.refuseWithoutMail();
    const { accountId } = caller;
    const emails = input.recipients.map(({ email }) => email.email);
    const events = input.events === 'all' ? null : input.events;
    return inAccount(this.database, accountId).transactional(async (em) => {
      // Held until the commit, so that of two simultaneous requests the second sees the recipients of the first.
      await em.execute(`select pg_advisory_xact_lock(hashtextextended('notifications ' || ?, 0))`, [
        accountId,
      ]);
      const before = await presentSettings(em, accountId);
      const known = new Set(before.recipients.map(({ email }) => email));
      for (const email of emails) if (!known.has(email)) this.rations.take('confirmation-mails', accountId);
      await saveSettings(em, accountId, { emails, events, digest: input.digest });
      const actor = await actorName(em, caller.holderId);
      const after = await presentSettings(em, accountId);
      const action = 'notification-settings.updated';
      await recordChange(em, caller, actor, {
        action,
        subject: 'mail',
        before: audited(before),
        after: audited(after),
      });
      return after;
    });
  }

  private refuseWithoutMail(): void {
    if (!this.settings.isMailSetUp) throw new ApiProblem('mail-not-set-up');
  }
}

async function presentSettings(em: EntityManager, accountId: string): Promise<NotificationSettingsAnswer> {
  const stored = await readSettings(em, accountId);
  const recipients = await listRecipients(em, accountId);
  const iso = (time: string) => new Date(time).toISOString(); // MikroORM 7.2 returns the times of `execute` as text.
  return {
    recipients: recipients.map(({ email, confirmedAt, lastMail }) => ({
      email,
      confirmedAt: confirmedAt && iso(confirmedAt),
      lastMail: lastMail && { ...lastMail, at: iso(lastMail.at) },
    })),
    events: stored === null ? [...defaultMailedEvents] : stored.events === null ? 'all' : [...stored.events],
    digest: stored?.digest ?? 'at-once',
  };
}

function audited({ recipients, events, digest }: NotificationSettingsAnswer): object {
  return { recipients: recipients.map(({ email }) => email), events, digest };
}

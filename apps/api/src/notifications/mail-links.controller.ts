import { Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { readMailLink, type MailLink, type MailLinkPurpose } from '@postern/database/mail-link';
import { confirmRecipient, removeRecipient } from '@postern/database/notification-settings';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/permission.js';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { escapeHtml } from '../docs/html.js';
import { sendPage } from '../http/send-page.js';

const tokenParameter = z.string().max(100);

/**
 * The pages behind the links of mails. Reading a page changes nothing, because mail scanners open every link; its button
 * does. A mail program posts to the page of unsubscribing by itself (RFC 8058).
 */
@ApiExcludeController()
@Controller('v1')
export class MailLinksController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get('mail-confirmations/:token')
  @Public()
  askToConfirm(@Param('token', { schema: tokenParameter }) token: string, @Res() reply: FastifyReply): void {
    if (this.linkOf('confirm', token) === null) sendPage(reply, 404, 'This link does not work', brokenLink);
    else sendPage(reply, 200, 'Receive mails about your mail servers?', confirmForm);
  }

  @Post('mail-confirmations/:token')
  @HttpCode(200)
  @Public()
  async confirm(
    @Param('token', { schema: tokenParameter }) token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const email = await this.follow('confirm', token, confirmRecipient);
    if (email === null) sendPage(reply, 404, 'This link does not work', brokenLink);
    else
      sendPage(reply, 200, 'You will receive mails', `<p>Mails go to ${escapeHtml(email)} from now on.</p>`);
  }

  @Get('mail-unsubscriptions/:token')
  @Public()
  askToUnsubscribe(
    @Param('token', { schema: tokenParameter }) token: string,
    @Res() reply: FastifyReply,
  ): void {
    if (this.linkOf('unsubscribe', token) === null)
      sendPage(reply, 404, 'This link does not work', brokenLink);
    else sendPage(reply, 200, 'Receive no more mails?', unsubscribeForm);
  }

  @Post('mail-unsubscriptions/:token')
  @HttpCode(200)
  @Public()
  async unsubscribe(
    @Param('token', { schema: tokenParameter }) token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (this.linkOf('unsubscribe', token) === null) {
      sendPage(reply, 404, 'This link does not work', brokenLink);
      return;
    }
    await this.follow('unsubscribe', token, removeRecipient); // A second click finds nothing to remove, which is fine.
    sendPage(reply, 200, 'You will receive no more mails', '<p>You can close this page.</p>');
  }

  private linkOf(purpose: MailLinkPurpose, token: string): MailLink | null {
    return readMailLink(this.settings.secretKeys, purpose, token);
  }

  /** Does what the link is for, and writes it to the audit log; returns the address, or null if the link works no more. */
  private async follow(
    purpose: MailLinkPurpose,
    token: string,
    work: (em: EntityManager, link: MailLink) => Promise<string | null>,
  ): Promise<string | null> {
    const link = this.linkOf(purpose, token);
    if (link === null) return null;
    const { accountId } = link;
    return inAccount(this.database, accountId).transactional(async (em) => {
      const email = await work(em, link);
      if (email === null) return null;
      const action = purpose === 'confirm' ? 'mail-recipient.confirmed' : 'mail-recipient.removed';
      await recordChange(em, { accountId, holderId: null }, email, { action, subject: email });
      return email;
    });
  }
}

const confirmForm = `<p>Somebody who works with Postern has named your address. Nothing is sent to it before you agree.</p>
<form method="post"><button>Yes, send me mails</button></form>`;
const unsubscribeForm = '<form method="post"><button>Stop the mails</button></form>';
const brokenLink =
  '<p>It has expired, or your address was removed. Ask whoever looks after Postern to add your address again.</p>';

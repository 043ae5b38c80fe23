import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { allowlistProtocolSchema, type AllowlistDocument } from '@postern/core/allowlist-document';
import { currentAllowlist } from '@postern/database/allowlist-revisions';
import { inAccount, type Database } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import {
  deviceGuide,
  deviceGuideSchema,
  guideHeads,
  guideHeadSchema,
  type GuideList,
} from '@postern/firewall/device-guides';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { ApiProblem } from '../http/api-problem.js';
import { Problems } from '../http/problems.js';

/** How devices read the lists themselves, step by step (R31). */
@ApiTags('Firewall')
@Controller('v1/firewall/guides')
export class FirewallGuidesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get()
  @Requires('allowlist:read')
  @ApiOperation({ operationId: 'listDeviceGuides', summary: 'List the guides for devices that read lists' })
  @ApiOkResponse({ standardSchema: z.object({ data: z.array(guideHeadSchema) }) })
  list() {
    return { data: guideHeads };
  }

  @Get(':device')
  @Requires('allowlist:read')
  @ApiOperation({
    operationId: 'readDeviceGuide',
    summary: 'Read how a device is set up, with the addresses of your lists',
  })
  @ApiOkResponse({ standardSchema: deviceGuideSchema })
  @Problems('not-found', 'no-entries')
  async read(
    @FromAccount() { accountId }: AccountCaller,
    @Param('device', { schema: z.string().max(64) }) device: string,
    @Req() request: FastifyRequest,
  ) {
    const [document, account] = await Promise.all([
      currentAllowlist(this.database),
      inAccount(this.database, accountId).findOne(Account, { id: accountId }),
    ]);
    const origin = this.settings.publicOrigin ?? `${request.protocol}://${request.host}`;
    const lists = listsOf(document, account?.dataCenter ?? null, origin);
    if (lists.length === 0) throw new ApiProblem('no-entries');
    const guide = deviceGuide(device, lists);
    if (guide === undefined)
      throw new ApiProblem('not-found', { detail: 'There is no guide for this device.' });
    return guide;
  }
}

/** The lists that have entries for an account: a device would take an empty one for the complete list. */
function listsOf({ entries }: AllowlistDocument, dataCenter: string | null, origin: string): GuideList[] {
  const own = entries.filter((entry) => entry.dataCenter === null || entry.dataCenter === dataCenter);
  return allowlistProtocolSchema.options.flatMap((protocol) =>
    (['4', '6'] as const)
      .filter((family) =>
        own.some((entry) => entry.protocol === protocol && entry.cidr.includes(':') === (family === '6')),
      )
      .map((family) => ({
        name: `${protocol}${family}`,
        url: `${origin}/v1/allowlist/${protocol}${family}.txt`,
      })),
  );
}

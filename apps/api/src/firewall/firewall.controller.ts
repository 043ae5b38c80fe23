import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { domainNameSchema } from '@postern/core/domain-name';
import { listNameSchema } from '@postern/core/list-name';
import { findingSchema } from '@postern/core/finding';
import type { Database } from '@postern/database/database';
import { destinationsSchema } from '@postern/firewall/account-settings';
import { driftReportSchema } from '@postern/firewall/deployed/check-deployed';
import { matchRequestSchema, verdictSchema } from '@postern/firewall/match-flow';
import { describeTarget, targetDescriptionSchema } from '@postern/firewall/targets';
import { allTargets } from '@postern/terraform/all-targets';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { ApiProblem, invalidInput } from '../http/api-problem.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { readRulesInput, type WantedRules } from './read-rules-input.js';
import { bareType, type RulesInput, type RulesTask } from './rules-task.js';
import { RulesThread } from './rules-thread-host.js';
import { sendRules } from './send-rules.js';

const wantedWebhooks = z.boolean().optional().meta({
  description: 'Whether the receivers of your webhooks get rules; by default if no domains are named.',
});
const rulesInput = z
  .strictObject({
    domains: z.array(domainNameSchema).min(1).max(10_000).optional(),
    destinations: destinationsSchema.optional(),
    webhooks: wantedWebhooks,
    parameters: z.record(z.string(), z.unknown()).optional(),
    previousRevision: z
      .int()
      .min(1)
      .max(2 ** 31 - 1)
      .optional()
      .meta({
        description:
          'The revision that is deployed now. A further file removes what the current revision no longer contains.',
      }),
  })
  .nullish()
  .meta({ id: 'FirewallInput' });
const renderedFile = z.object({ path: z.string(), mediaType: z.string(), text: z.string() });
const rulesAnswer = z
  .object({
    revision: z.int(),
    sha256: z.string(),
    files: z.array(renderedFile),
    removes: z.array(renderedFile).meta({
      description:
        'Files to apply after the others: with previousRevision, one that removes what the list no longer contains; always, one that removes all rules.',
    }),
    findings: z.array(findingSchema),
  })
  .meta({ id: 'FirewallRules' });
const checkInput = z
  .strictObject({
    deployed: z.string().max(1_000_000).meta({
      description:
        'What the device prints, e.g. “nft -j list ruleset”, “iptables-save; ip6tables-save; ipset save”, “show” of a FortiGate, or “terraform show -json”.',
    }),
    protocol: listNameSchema.optional().meta({ description: 'Whose list a plain list is.' }),
    domains: z.array(domainNameSchema).min(1).max(10_000).optional(),
    destinations: destinationsSchema.optional(),
    webhooks: wantedWebhooks,
    parameters: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'FirewallCheckInput' });
const sampleFindings = z.array(findingSchema).optional().meta({
  description: 'That the list is a sample, until an operator publishes one.',
});
const matchAnswer = verdictSchema.extend({ findings: sampleFindings }).meta({ id: 'MatchVerdict' });
const checkAnswer = driftReportSchema
  .extend({
    revision: z.int(),
    sha256: z.string(),
    repair: z.array(renderedFile).meta({ description: 'The files that repair it, if it has drifted.' }),
    findings: sampleFindings,
  })
  .meta({ id: 'FirewallCheck' });

/** Rules for the customer's own equipment, from the list and the account's own ports (R22, B4, B6). */
@ApiTags('Firewall')
@Controller('v1/firewall')
export class FirewallController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(RulesThread) private readonly thread: RulesThread,
  ) {}

  @Get('targets')
  @Requires('allowlist:read')
  @ApiOperation({
    operationId: 'listFirewallTargets',
    summary: 'List the devices and programs that rules can be written for',
  })
  @ApiOkResponse({ standardSchema: z.object({ data: z.array(targetDescriptionSchema) }) })
  async targets() {
    return { data: (await allTargets()).map(describeTarget) };
  }

  @Post('match')
  @HttpCode(200)
  @Requires('allowlist:read')
  @ApiOperation({ operationId: 'matchFlow', summary: 'Find out whether the rules allow a connection' })
  @ApiOkResponse({ standardSchema: matchAnswer })
  @Problems('too-many-requests', 'cannot-act-on-it')
  async match(
    @FromAccount() caller: AccountCaller,
    @Body({ schema: matchRequestSchema }) { destinations, ...flow }: z.output<typeof matchRequestSchema>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(reply, caller, { destinations }, (rules) => ({ kind: 'match', rules, flow }));
  }

  @Post(':target/check')
  @HttpCode(200)
  @Requires('allowlist:read')
  @ApiOperation({ operationId: 'checkFirewall', summary: 'Compare what a device prints with the rules' })
  @ApiOkResponse({ standardSchema: checkAnswer })
  @Problems('not-found', 'too-many-requests', 'cannot-act-on-it')
  async check(
    @FromAccount() caller: AccountCaller,
    @Param('target', { schema: z.string().max(64) }) target: string,
    @Body({ schema: checkInput }) input: z.output<typeof checkInput>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { deployed, protocol, parameters, ...wanted } = input;
    await this.answer(reply, caller, wanted, (rules) => {
      return { kind: 'check', rules, target, deployed, protocol, parameters };
    });
  }

  @Post(':target')
  @HttpCode(200)
  @Requires('allowlist:read')
  @ApiOperation({ operationId: 'renderFirewallRules', summary: 'Write the rules for a target' })
  @ApiProduces('application/json', 'application/zip', 'text/plain')
  @ApiOkResponse({ standardSchema: rulesAnswer })
  @Problems('not-found', 'too-many-requests', 'rules-refused', 'cannot-act-on-it')
  async render(
    @FromAccount() caller: AccountCaller,
    @Param('target', { schema: z.string().max(64) }) target: string,
    @Body({ schema: rulesInput }) input: z.output<typeof rulesInput>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { parameters, ...wanted } = input ?? {};
    const accepted = (request.headers.accept ?? '').split(',').map(bareType);
    await this.answer(reply, caller, wanted, (rules) => {
      return { kind: 'render', rules, target, parameters, accepted };
    });
  }

  /** Runs a task with the rules of an account, and sends its answer. */
  private async answer(
    reply: FastifyReply,
    caller: AccountCaller,
    wanted: WantedRules,
    taskWith: (rules: RulesInput) => RulesTask,
  ): Promise<void> {
    const read = async () => taskWith(await this.input(caller, wanted));
    sendRules(reply, await this.thread.run(caller.accountId, read));
  }

  private async input({ accountId, limits }: AccountCaller, wanted: WantedRules): Promise<RulesInput> {
    const read = await readRulesInput(this.database, accountId, {
      ...wanted,
      visibleDomains: limits?.domains,
    });
    if (read.outcome === 'read') return read.input;
    if (read.outcome === 'unknown-revision') {
      throw invalidInput('previousRevision', 'unknown-revision', 'The list has no such revision');
    }
    const message = 'The account has no settings for this domain';
    const errors = read.indexes.map((index) => ({
      path: `domains[${index}]`,
      code: 'unknown-domain',
      message,
    }));
    throw new ApiProblem('invalid-input', { errors });
  }
}

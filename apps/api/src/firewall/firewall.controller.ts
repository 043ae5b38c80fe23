import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { domainNameSchema } from '@postern/core/domain-name';
import { endpointNameSchema } from '@postern/core/endpoint-name';
import { findingSchema } from '@postern/core/finding';
import type { Database } from '@postern/database/database';
import { destinationsSchema } from '@postern/firewall/account-settings';
import { driftReportSchema } from '@postern/firewall/deployed/check-deployed';
import { checkedTargets, checkTarget } from '@postern/firewall/deployed/check-target';
import { matchFlow, matchRequestSchema, verdictSchema } from '@postern/firewall/match-flow';
import type { RuleSet } from '@postern/firewall/rule-set';
import type { RenderedFile } from '@postern/firewall/target';
import { describeTarget, targetDescriptionSchema } from '@postern/firewall/targets';
import { allTargets, findTarget } from '@postern/terraform/all-targets';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { strToU8, zipSync, type ZippableFile } from 'fflate';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { ApiProblem, invalidInput } from '../http/api-problem.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { readAccountRuleSet, renderRules } from './render-rules.js';

const rulesInput = z
  .strictObject({
    domains: z.array(domainNameSchema).min(1).max(10_000).optional(),
    destinations: destinationsSchema.optional(),
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
    protocol: endpointNameSchema.optional().meta({ description: 'Whose list a plain list is.' }),
    domains: z.array(domainNameSchema).min(1).max(10_000).optional(),
    destinations: destinationsSchema.optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'FirewallCheckInput' });
const checkAnswer = driftReportSchema
  .extend({
    revision: z.int(),
    sha256: z.string(),
    repair: z.array(renderedFile).meta({ description: 'The files that repair it, if it has drifted.' }),
  })
  .meta({ id: 'FirewallCheck' });
/** The time of every file in a zip, so that the same rules give the same bytes; 1980 is the earliest that zip allows. */
const zipTime = new Date(1980, 0, 1);

/** Rules for the customer's own equipment, from the list and the account's own ports (R22, B4, B6). */
@ApiTags('Firewall')
@Controller('v1/firewall')
export class FirewallController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

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
  @ApiOkResponse({ standardSchema: verdictSchema })
  async match(
    @FromAccount() { accountId }: AccountCaller,
    @Body({ schema: matchRequestSchema }) { destinations, ...flow }: z.output<typeof matchRequestSchema>,
  ) {
    return matchFlow(await this.ruleSet(accountId, { destinations }), flow);
  }

  @Post(':target/check')
  @HttpCode(200)
  @Requires('allowlist:read')
  @ApiOperation({ operationId: 'checkFirewall', summary: 'Compare what a device prints with the rules' })
  @ApiOkResponse({ standardSchema: checkAnswer })
  @Problems('not-found')
  async check(
    @FromAccount() { accountId }: AccountCaller,
    @Param('target', { schema: z.string().max(64) }) id: string,
    @Body({ schema: checkInput }) input: z.output<typeof checkInput>,
  ) {
    const target = await findTarget(id);
    if (target === undefined || !checkedTargets.includes(target.id)) {
      throw new ApiProblem('not-found', { detail: 'There is no such target, or nothing to check for it.' });
    }
    const ruleSet = await this.ruleSet(accountId, input);
    const rendering = renderRules(target, ruleSet, input.parameters, null);
    if ('errors' in rendering) throw new ApiProblem('invalid-input', { errors: rendering.errors });
    const parameters = target.parameters.parse(input.parameters ?? {}) as object;
    const report = checkTarget(target.id, input.deployed, ruleSet, {
      ...parameters,
      protocol: input.protocol,
    });
    const { revision, sha256 } = ruleSet;
    return { revision, sha256, ...report, repair: report.state === 'drifted' ? rendering.files : [] };
  }

  @Post(':target')
  @HttpCode(200)
  @Requires('allowlist:read')
  @ApiOperation({ operationId: 'renderFirewallRules', summary: 'Write the rules for a target' })
  @ApiProduces('application/json', 'application/zip', 'text/plain')
  @ApiOkResponse({ standardSchema: rulesAnswer })
  @Problems('not-found', 'rules-refused')
  async render(
    @FromAccount() { accountId }: AccountCaller,
    @Param('target', { schema: z.string().max(64) }) id: string,
    @Body({ schema: rulesInput }) input: z.output<typeof rulesInput>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const target = await findTarget(id);
    if (target === undefined) {
      throw new ApiProblem('not-found', {
        detail: 'No target has this id; GET /v1/firewall/targets lists all targets.',
      });
    }
    const ruleSet = await this.ruleSet(accountId, input ?? {});
    const previous = input?.previousRevision
      ? await this.ruleSet(accountId, { ...input, revision: input.previousRevision })
      : null;
    const rendering = renderRules(target, ruleSet, input?.parameters, previous);
    if ('errors' in rendering) throw new ApiProblem('invalid-input', { errors: rendering.errors });
    const { files, removes, findings } = rendering;
    const { revision, sha256 } = ruleSet;
    for (const code of new Set(findings.map((finding) => finding.code)))
      reply.header('postern-finding', code);
    const accepted = acceptedTypes(request);
    const [only] = files;
    if (
      files.length === 0 &&
      !accepted.some((type) => type === '' || type === '*/*' || type === 'application/json')
    ) {
      throw new ApiProblem('rules-refused', { findings: [...findings] });
    }
    if (accepted.includes('application/zip')) {
      const name = `postern-${target.id}-r${revision}.zip`;
      void reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(zipOf([...files, ...removes]));
    } else if (files.length === 1 && only && accepted.includes(bareType(only.mediaType))) {
      void reply.type(only.mediaType).send(only.text);
    } else {
      void reply
        .type('application/json; charset=utf-8')
        .send(JSON.stringify({ revision, sha256, files, removes, findings }));
    }
  }

  private async ruleSet(
    accountId: string,
    wanted: Parameters<typeof readAccountRuleSet>[2],
  ): Promise<RuleSet> {
    const built = await readAccountRuleSet(this.database, accountId, wanted);
    if (built.outcome === 'built') return built.ruleSet;
    if (built.outcome === 'unknown-revision') {
      throw invalidInput('previousRevision', 'unknown-revision', 'The list has no such revision');
    }
    const message = 'The account has no settings for this domain';
    const errors = built.indexes.map((index) => ({
      path: `domains[${index}]`,
      code: 'unknown-domain',
      message,
    }));
    throw new ApiProblem('invalid-input', { errors });
  }
}

function zipOf(files: readonly RenderedFile[]): Buffer {
  const entries = files.map(({ path, text }): [string, ZippableFile] => [
    path,
    [strToU8(text), { mtime: zipTime }],
  ]);
  return Buffer.from(zipSync(Object.fromEntries(entries)));
}

function acceptedTypes(request: FastifyRequest): string[] {
  return (request.headers.accept ?? '').split(',').map(bareType);
}

function bareType(mediaType: string): string {
  return mediaType.split(';')[0]!.trim().toLowerCase();
}

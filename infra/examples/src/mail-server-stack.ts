import { readFile } from 'node:fs/promises';
import { allowlistDocumentSchema } from '@postern/core/allowlist-document';
import { sampleAllowlist } from '@postern/core/sample-allowlist';
import { buildRuleSet } from '@postern/firewall/build-rule-set';
import { AwsProvider } from '@postern/terraform/bindings/aws-provider';
import { MailAllowlistPrefixLists } from '@postern/terraform/mail-allowlist-prefix-lists';
import { MailAllowlistSecurityGroupRules } from '@postern/terraform/mail-allowlist-security-group-rules';
import { App, TerraformOutput, TerraformStack } from 'cdktn';

/**
 * An example of a CDK app that uses Postern's constructs: it opens the security group of a mail server to the
 * vendor's published addresses. `allowlistPath` is a document saved from `GET /v1/allowlist`; without it the sample
 * list is used.
 */
export async function buildMailServerApp(outdir: string, allowlistPath?: string): Promise<App> {
  const document =
    allowlistPath === undefined
      ? sampleAllowlist
      : allowlistDocumentSchema.parse(JSON.parse(await readFile(allowlistPath, 'utf8')));
  const ruleSet = buildRuleSet(document, {
    dataCenters: [],
    domains: [
      {
        domain: 'example.com',
        kind: 'imap',
        imap: { host: 'mail.example.com', port: 993 },
        smtp: { host: 'mail.example.com', port: 465 },
      },
    ],
  });

  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'mail-server');
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  const prefixLists = new MailAllowlistPrefixLists(stack, 'allowlist', { ruleSet });
  new MailAllowlistSecurityGroupRules(stack, 'rules', {
    ruleSet,
    prefixLists,
    securityGroupId: (host) => (host === 'mail.example.com' ? 'sg-0123456789abcdef0' : null),
  });
  new TerraformOutput(stack, 'imap_prefix_list', { value: prefixLists.listsBySet.get('imap4')?.[0]?.id });
  return app;
}

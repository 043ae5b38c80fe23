import { Stack, Text } from '@mantine/core';
import { isPending, type MailSettings } from '../api/mail-settings';
import type { Failure, Verification } from '../api/verifications';
import { failuresOf } from '@postern/core/failures/failures-of';
import { findProviderFacts } from '@postern/core/provider-facts/find-provider-facts';
import { Notice } from '../components/Notice';
import { ProviderFactsNotice } from '../discovery/ProviderFactsNotice';
import type { Fields } from '../form/use-fields';
import { text } from '../text';
import { failureAdvice } from '../text/failure-advice';
import { failureTitle } from '../text/failure-title';
import { EndpointCard } from './EndpointCard';
import { FailureCard } from './FailureCard';
import { SwapServers } from './SwapServers';

type Props = {
  readonly verification: Verification;
  /** The form whose fields a failure points at; without it, the report has no buttons that lead to a field. */
  readonly fields?: Fields;
  /** The saved settings that were verified; without them, no certificate can be trusted. */
  readonly settings?: MailSettings;
};

/** The result of one verification: what failed and what to do first, then each server step by step. */
export function VerificationReport({ verification, fields, settings }: Props) {
  const { failure, warnings, endpoints, state, trigger } = verification;
  const isRunning = isPending(state);
  const failures = failure === null ? [] : [failure, ...otherFailures(failure, endpoints)];
  return (
    <Stack gap="md">
      {fields && <SwapServers verification={verification} fields={fields} />}
      {failures.map((each) => (
        <FailureCard key={each.endpoint} failure={each} fields={fields} />
      ))}
      {failures.some(isRefusedLogin) && (
        <ProviderFactsNotice providers={findProviderFacts(hostsOf(verification))} />
      )}
      {state === 'passed' && warnings.length === 0 && (
        <Notice
          tone="pass"
          title={trigger === 'connection' ? text.verification.mailboxWell : text.verification.allWell}
        />
      )}
      {warnings.map((warning) => (
        <Notice
          key={`${warning.endpoint} ${warning.code}`}
          tone="warn"
          title={`${text.endpoints[warning.endpoint]}${text.formats.colon} ${failureTitle(warning)}`}
        >
          {isWaived(warning.code, settings) ? text.certificate.waived : failureAdvice(warning)}
        </Notice>
      ))}
      {isRunning && endpoints.length === 0 && <Text className="soft">{text.verification.waiting}</Text>}
      {endpoints.map((report) => (
        <EndpointCard key={report.endpoint} report={report} isRunning={isRunning} settings={settings} />
      ))}
    </Stack>
  );
}

/** The failures of the other servers, unless they have the same cause and repair. */
function otherFailures(first: Failure, endpoints: Verification['endpoints']): Failure[] {
  return failuresOf<Failure>(endpoints).filter(
    ({ endpoint, title, advice }) =>
      endpoint !== first.endpoint && (title !== first.title || advice !== first.advice),
  );
}

/** Whether a server refused a login or offers none that can be used, so that a demand of its provider may be the reason. */
function isRefusedLogin({ code }: Failure): boolean {
  return code.startsWith('auth-') && code !== 'auth-temporary' && code !== 'auth-not-tested';
}

function hostsOf({ endpoints }: Verification): string[] {
  return endpoints.map(({ host }) => host.toLowerCase());
}

/** Whether the domain's flag accepts the failed check, so that advice to switch the flag on would be wrong (R5). */
function isWaived(code: string, settings: MailSettings | undefined): boolean {
  const isFlagOn = settings?.kind === 'imap' && settings.allowNonSecureCertificate;
  return isFlagOn && code.startsWith('cert-') && code !== 'cert-expires-soon';
}

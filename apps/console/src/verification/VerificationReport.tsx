import { Stack, Text } from '@mantine/core';
import { isPending, type MailSettings } from '../api/mail-settings';
import type { Verification } from '../api/verifications';
import { Tag } from '../components/Tag';
import type { Fields } from '../form/use-fields';
import { text } from '../text';
import type { AcceptCertificate } from './accept-certificate';
import { EndpointCard } from './EndpointCard';
import { FailureCard } from './FailureCard';
import classes from './Verification.module.css';

type Props = {
  readonly verification: Verification;
  /** The form whose fields a failure points at; without it, the report only tells. */
  readonly fields?: Fields;
  /** The saved settings that were verified; only for them a certificate can be trusted. */
  readonly settings?: MailSettings;
  readonly onAccept?: AcceptCertificate;
};

/** What one verification found: the failure and its repair first, then every server step by step. */
export function VerificationReport({ verification, fields, settings, onAccept }: Props) {
  const { failure, warnings, endpoints, state } = verification;
  const isRunning = isPending(state);
  return (
    <Stack gap="md">
      {failure !== null && <FailureCard failure={failure} fields={fields} />}
      {state === 'passed' && warnings.length === 0 && <Text className={classes.allWell}>{text.verification.allWell}</Text>}
      {warnings.map((warning) => (
        <div key={`${warning.endpoint} ${warning.code}`} className={classes.warning}>
          <Tag tone="warn" icon="alert">
            {text.endpoints[warning.endpoint]}
          </Tag>
          <Text fw={600} mt={6}>
            {warning.title}
          </Text>
          <Text size="sm">{warning.advice}</Text>
        </div>
      ))}
      {isRunning && endpoints.length === 0 && <Text className="soft">{text.verification.waiting}</Text>}
      {endpoints.map((report) => (
        <EndpointCard key={report.endpoint} report={report} isRunning={isRunning} settings={settings} onAccept={onAccept} />
      ))}
    </Stack>
  );
}

import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Failure } from '../api/verifications';
import { Icon } from '../components/Icon';
import { isFieldPath } from '../form/field-path';
import type { Fields } from '../form/use-fields';
import { useMe } from '../session/use-me';
import { text } from '../text';
import { failureAdvice } from '../text/failure-advice';
import { failureTitle } from '../text/failure-title';
import { fieldValue } from '../text/field-labels';
import classes from './Verification.module.css';

/** What went wrong and what to do, with buttons that focus the field to change or put the suggested value into it. */
export function FailureCard({
  failure,
  fields,
}: {
  readonly failure: Failure;
  readonly fields: Fields | undefined;
}) {
  const { endpoint, field, suggestion, source } = failure;
  const mayAddAuthority = useMe().may('settings:write') && failure.code === 'cert-unknown-ca';
  const facts = [failure.replyCode, failure.enhancedStatusCode, failure.responseCode].filter(
    (fact) => fact !== undefined,
  );
  return (
    <div className={classes.failure} role="alert">
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Icon name="alert" size={20} />
        <div className={classes.failureBody}>
          <Text fw={640}>{failureTitle(failure)}</Text>
          <Text size="sm" mt={4} className={classes.advice}>
            {failureAdvice(failure)}
          </Text>
          {facts.length > 0 && (
            <Text size="sm" mt={4} className="soft">
              {text.verification.serverAnswered} <span className="mono">{facts.join(' ')}</span>
            </Text>
          )}
          {source && (
            <Anchor
              size="sm"
              mt={4}
              display="inline-block"
              c="var(--mantine-color-text)"
              underline="always"
              renderRoot={(props) => (
                <Link to="/allowlist" search={{ list: endpoint === 'smtp' ? 'smtp' : 'imap' }} {...props} />
              )}
            >
              {text.verification.toAllowlist}
            </Anchor>
          )}
          {mayAddAuthority && (
            <Anchor
              size="sm"
              mt={4}
              display="inline-block"
              c="var(--mantine-color-text)"
              underline="always"
              renderRoot={(props) => <Link to="/certificate-authorities" {...props} />}
            >
              {text.verification.toAuthorities}
            </Anchor>
          )}
          {failure.supportId !== undefined && (
            <Text size="sm" mt={4}>
              {text.verification.supportId} <span className="mono">{failure.supportId}</span>
            </Text>
          )}
          {/* No field repairs a changed certificate: it is compared and trusted where it is shown. */}
          {fields && isFieldPath(field) && failure.code !== 'cert-changed' && (
            <Group gap="xs" mt="sm">
              {suggestion !== undefined && (
                <Button
                  size="xs"
                  onClick={() => {
                    fields.change(field, suggestion);
                    fields.focus(field);
                  }}
                >
                  {text.verification.useValue(fieldValue(field, suggestion))}
                </Button>
              )}
              <Button size="xs" variant="default" onClick={() => fields.focus(field)}>
                {text.verification.goTo[field]}
              </Button>
            </Group>
          )}
        </div>
      </Group>
    </div>
  );
}

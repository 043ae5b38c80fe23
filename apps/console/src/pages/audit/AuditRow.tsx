import { Text } from '@mantine/core';
import type { AuditEvent } from '../../api/audit';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { text } from '../../text';
import { fieldLabel, fieldValue } from '../../text/field-labels';
import { nameOf } from '../../text/name-of';
import { changedFields } from '../../components/changed-fields';
import classes from './Audit.module.css';

/** One audit event with the old and new value of each changed field. */
export function AuditRow({ event }: { readonly event: AuditEvent }) {
  const { action, actor, at, before, after } = event;
  const changes = changedFields(before, after);
  const tone =
    action.endsWith('deleted') || action.endsWith('revoked')
      ? 'fail'
      : action.endsWith('created')
        ? 'pass'
        : 'wait';
  return (
    <li className={classes.row}>
      <div className={classes.line}>
        <Tag tone={tone}>{nameOf(text.audit.actions, action)}</Tag>
        <Subject event={event} />
        <Text span size="sm" className="soft">
          {text.audit.by(actor)}, <When at={at} />
        </Text>
      </div>
      {changes.length > 0 && (
        <details className={classes.details}>
          <summary>{text.audit.changes(changes.length)}</summary>
          <dl>
            {changes.map(({ field, before: old, after: now }) => (
              <div key={field}>
                <dt>{fieldLabel(field)}</dt>
                <dd>
                  {old !== undefined && <del className="mono">{fieldValue(field, old)}</del>}{' '}
                  {now !== undefined && <ins className="mono">{fieldValue(field, now)}</ins>}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

/** What was changed; an id of which no name was recorded is there for support, and not for people. */
function Subject({ event: { subject, displaySubject = subject } }: { readonly event: AuditEvent }) {
  const isId = displaySubject === subject && /^[\da-f]{8}-[\da-f-]{27}$/.test(subject);
  return isId ? (
    <Text span size="xs" className="mono soft">
      {subject}
    </Text>
  ) : (
    <Text span fw={600}>
      {nameOf(text.bulk.actions, displaySubject)}
    </Text>
  );
}

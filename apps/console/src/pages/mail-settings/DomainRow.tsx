import { hostAndPort } from '@postern/core/host-literal';
import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { MailSettings } from '../../api/mail-settings';
import { breakable } from '../../components/breakable';
import { Icon } from '../../components/Icon';
import { StateBadge } from '../../components/StateBadge';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { text } from '../../text';
import { failureTitle } from '../../text/failure-title';
import bulkClasses from './bulk/Bulk.module.css';
import classes from './MailSettings.module.css';

type Props = {
  readonly settings: MailSettings;
  readonly mayWrite: boolean;
  readonly onEdit: (settings: MailSettings) => void;
  readonly onDelete: (settings: MailSettings) => void;
  readonly isSelected: boolean;
  /** Null while all domains that match are selected. */
  readonly onSelect: ((domain: string) => void) | null;
};

/** One domain with its kind, servers and state. */
export const DomainRow = memo(function DomainRow(props: Props) {
  const { settings, mayWrite, onEdit, onDelete, isSelected, onSelect } = props;
  const { displayDomain, kind, origin, verification } = settings;
  const editLabel = mayWrite ? text.mailSettings.edit(displayDomain) : text.mailSettings.look(displayDomain);
  return (
    <div className={classes.row} data-selected={isSelected || undefined}>
      <div role="cell" className={classes.nameCell}>
        {mayWrite && (
          <input
            type="checkbox"
            className={bulkClasses.check}
            aria-label={text.bulk.select(displayDomain)}
            checked={isSelected}
            disabled={onSelect === null}
            onChange={() => onSelect?.(settings.domain)}
          />
        )}
        <div className={classes.name}>
          <Link
            from="/settings/objects/activities"
            to="."
            search={(before) => ({ ...before, panel: 'edit', domain: settings.domain })}
            resetScroll={false}
            preload={false}
            className={classes.domain}
          >
            {displayDomain}
          </Link>
          <div className={classes.tags}>
            <Tag>{text.kinds[kind]}</Tag>
            {origin === 'attempt' && (
              <Tag tone="warn" icon="mail">
                {text.mailSettings.attempt}
              </Tag>
            )}
          </div>
        </div>
      </div>
      <div role="cell">
        <Servers settings={settings} />
      </div>
      <div role="cell">
        <div className={classes.tags}>
          <StateBadge state={verification.state} />
          {verification.warnings.length > 0 && (
            <Tag tone="warn" icon="alert">
              {text.mailSettings.warnings(verification.warnings.length)}
            </Tag>
          )}
        </div>
        {verification.failure !== null && (
          <div className={classes.note}>{failureTitle(verification.failure)}</div>
        )}
        {verification.at !== null && (
          <div className={classes.time}>
            <When at={verification.at} />
          </div>
        )}
      </div>
      <div role="cell" className={classes.rowActions}>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="inherit"
          size="lg"
          aria-label={editLabel}
          title={editLabel}
          onClick={() => onEdit(settings)}
        >
          <Icon name={mayWrite ? 'pencil' : 'chevronRight'} />
        </ActionIcon>
        {mayWrite && (
          <ActionIcon
            variant="subtle"
            color="red"
            c="var(--fail)"
            size="lg"
            aria-label={text.mailSettings.remove(displayDomain)}
            title={text.mailSettings.remove(displayDomain)}
            onClick={() => onDelete(settings)}
          >
            <Icon name="trash" />
          </ActionIcon>
        )}
      </div>
    </div>
  );
});

/** The short names of the TLS modes: the long ones would take a second line for each server. */
const tlsNames = { implicit: 'TLS', starttls: 'STARTTLS' } as const;

function Servers({ settings }: { readonly settings: MailSettings }) {
  const lines =
    settings.kind === 'exchange'
      ? ([['EWS', settings.exchange.url, '']] as const)
      : (['imap', 'smtp'] as const).map((name) => {
          const server = settings[name];
          return [name.toUpperCase(), hostAndPort(server), tlsNames[server.tls]] as const;
        });
  return (
    <dl className={classes.servers}>
      {lines.map(([name, address, tls]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>
            {breakable(address)}
            {tls && <span className="soft"> · {tls}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

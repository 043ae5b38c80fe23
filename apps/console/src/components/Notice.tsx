import type { ReactNode } from 'react';
import { text } from '../first-text';
import { Icon } from './Icon';
import type { IconName } from './icon-paths';
import classes from './Notice.module.css';

type Props = {
  readonly tone: 'pass' | 'fail' | 'warn' | 'wait' | 'idle';
  readonly title?: ReactNode;
  readonly icon?: IconName;
  /** A screen reader reads an `alert` at once and a `status` after what it is reading. */
  readonly role?: 'alert' | 'status';
  readonly onClose?: () => void;
  readonly children?: ReactNode;
};

const icons: Record<Props['tone'], IconName> = {
  pass: 'check',
  fail: 'alert',
  warn: 'alert',
  wait: 'info',
  idle: 'info',
};

/** A coloured box with a message. */
export function Notice({ tone, title, icon = icons[tone], role, onClose, children }: Props) {
  return (
    <div className={classes.notice} data-tone={tone} role={role}>
      <span className={classes.icon}>
        <Icon name={icon} size={20} />
      </span>
      <div className={classes.body}>
        {title !== undefined && <div className={classes.title}>{title}</div>}
        {children !== undefined && <div className={classes.text}>{children}</div>}
      </div>
      {onClose && (
        <button type="button" className={classes.close} aria-label={text.common.close} onClick={onClose}>
          <Icon name="cross" />
        </button>
      )}
    </div>
  );
}

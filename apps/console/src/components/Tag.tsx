import type { ReactNode } from 'react';
import { Icon } from './Icon';
import type { IconName } from './icon-paths';
import classes from './Status.module.css';

type Props = {
  readonly tone?: 'idle' | 'pass' | 'fail' | 'warn' | 'wait';
  readonly icon?: IconName;
  readonly children: ReactNode;
};

/** A short label, for example the kind of the settings. */
export function Tag({ tone = 'idle', icon, children }: Props) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  );
}

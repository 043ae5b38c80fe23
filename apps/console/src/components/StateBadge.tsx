import type { SettingsState } from '../api/mail-settings';
import { text } from '../text';
import { Icon } from './Icon';
import type { IconName } from './icon-paths';
import classes from './Status.module.css';

type State = SettingsState | 'superseded' | 'skipped';

const looks: Record<State, { readonly tone: string; readonly icon: IconName }> = {
  unverified: { tone: 'idle', icon: 'dash' },
  queued: { tone: 'wait', icon: 'clock' },
  running: { tone: 'wait', icon: 'activity' },
  passed: { tone: 'pass', icon: 'check' },
  failed: { tone: 'fail', icon: 'cross' },
  superseded: { tone: 'idle', icon: 'dash' },
  skipped: { tone: 'idle', icon: 'dash' },
};

/** Shows a verification's state by colour, icon and word, so that colour is never the only sign. */
export function StateBadge({ state }: { readonly state: State }) {
  const { tone, icon } = looks[state];
  return (
    <span className={classes.badge} data-tone={tone} data-state={state}>
      <Icon name={icon} size={14} />
      {text.states[state]}
    </span>
  );
}

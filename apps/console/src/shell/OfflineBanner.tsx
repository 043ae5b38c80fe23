import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Notice } from '../components/Notice';
import { text } from '../first-text';
import classes from './Shell.module.css';

const subscribe = (notify: () => void) => onlineManager.subscribe(notify);
const isOnline = () => onlineManager.isOnline();

/** Says that the browser has no network, as long as that is so. */
export function OfflineBanner() {
  const online = useSyncExternalStore(subscribe, isOnline);
  return (
    <div role="status">
      {!online && (
        <div className={classes.offline}>
          <Notice tone="warn" title={text.offline.title}>
            {text.offline.detail}
          </Notice>
        </div>
      )}
    </div>
  );
}

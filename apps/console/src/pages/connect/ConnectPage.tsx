import '@postern/connect';
import type { ConnectEvents, Hosting, PosternConnect } from '@postern/connect';
import { useNavigate } from '@tanstack/react-router';
import { useState, type DetailedHTMLProps, type HTMLAttributes, type MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import { Page } from '../../components/Page';
import { useMe } from '../../session/use-me';
import { text } from '../../text';
import { useUnsavedWork } from '../../unsaved-work/unsaved-work';
import classes from './Connect.module.css';
import { hostingFor } from './hosting';

type ConnectProps = DetailedHTMLProps<HTMLAttributes<PosternConnect>, PosternConnect> & {
  readonly hosting: Hosting;
  readonly 'onpostern-changed': (event: CustomEvent<ConnectEvents['postern-changed']>) => void;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'postern-connect': ConnectProps;
    }
  }
}

/** Connects a user's mailbox: the component that other products embed, with the session of the console (R9, R12–R15). */
export function ConnectPage() {
  const me = useMe();
  const navigate = useNavigate();
  const [hosting] = useState(() => hostingFor(me.may('settings:write')));
  const [hasUnsentInput, setHasUnsentInput] = useState(false);
  useUnsavedWork(hasUnsentInput);
  const follow = (event: MouseEvent) => {
    const [target] = event.nativeEvent.composedPath();
    const link = target instanceof Element ? target.closest('a') : null;
    const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (link === null || link.origin !== location.origin || !isPlain) return;
    event.preventDefault();
    void navigate({ href: link.pathname + link.search });
  };
  return (
    <Page title={text.connect.title} lead={text.connect.lead}>
      <div className={classes.connect}>
        <postern-connect
          hosting={hosting}
          onClick={follow}
          onpostern-changed={({ detail }) => flushSync(() => setHasUnsentInput(detail.hasUnsentInput))}
        />
      </div>
    </Page>
  );
}

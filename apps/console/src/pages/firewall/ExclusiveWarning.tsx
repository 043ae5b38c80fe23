import { Checkbox } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Rendered, RenderInput } from '../../api/firewall';
import { Notice } from '../../components/Notice';
import { text } from '../../text';

/** Whether the rules refuse addresses that they do not name: in exclusive mode, or because the target always does. */
export function isExclusive({ parameters }: RenderInput, { findings }: Rendered): boolean {
  return parameters?.['mode'] === 'exclusive' || findings.some(({ code }) => code === 'excludes-others');
}

type Props = { readonly isExclusive: boolean; readonly children: ReactNode };

/** Shows rules that cut off others only after a warning is confirmed. */
export function ExclusiveWarning({ isExclusive: isDangerous, children }: Props) {
  const [isConfirmed, setIsConfirmed] = useState(false);
  const words = text.firewall.exclusive;
  if (!isDangerous) return children;
  return (
    <>
      <Notice tone="fail" role="alert" title={words.title}>
        {words.detail}
        <Checkbox
          mt="sm"
          label={words.confirm}
          checked={isConfirmed}
          onChange={(event) => setIsConfirmed(event.currentTarget.checked)}
        />
      </Notice>
      {isConfirmed && <div style={{ marginBlockStart: 16 }}>{children}</div>}
    </>
  );
}

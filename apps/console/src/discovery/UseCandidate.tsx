import { Button, Group, List } from '@mantine/core';
import { useState } from 'react';
import type { BareServers } from '@postern/core/servers-key';
import type { SettingsKind } from '../api/mail-settings';
import { Notice } from '../components/Notice';
import { Tag } from '../components/Tag';
import { fillCandidate, isFilledIn, typedOtherwise } from '../form/candidate-values';
import type { FieldPath } from '../form/field-path';
import type { Fields } from '../form/use-fields';
import { text } from '../text';
import { fieldLabel, fieldValue } from '../text/field-labels';

const words = text.discovery;

type Props = {
  readonly candidate: BareServers;
  readonly fields: Fields;
  readonly isShownKind: boolean;
  /** Called after the fields are filled in. */
  readonly onUsed: (kind: SettingsKind) => void;
  readonly label?: string;
};

/** The question takes the place of the button that had the focus. */
function focusIt(button: HTMLButtonElement | null): void {
  button?.focus();
}

/** Fills the form with a candidate. Values that were typed are replaced only if the person agrees. */
export function UseCandidate({ candidate, fields, isShownKind, onUsed, label = words.use }: Props) {
  const [isAsking, setIsAsking] = useState(false);
  const typed = typedOtherwise(fields, candidate);
  const fill = (kept: readonly FieldPath[]) => {
    setIsAsking(false);
    fillCandidate(fields, candidate, kept);
    onUsed(candidate.kind);
  };
  if (isShownKind && isFilledIn(fields, candidate))
    return (
      <Tag tone="pass" icon="check">
        {words.filled}
      </Tag>
    );
  if (isAsking && typed.length > 0)
    return (
      <Notice tone="warn" role="alert" title={words.conflict}>
        <List size="sm">
          {typed.map((path) => (
            <List.Item key={path}>
              {fieldLabel(path)}
              {text.formats.colon} {fieldValue(path, String(fields.values[path]))}
            </List.Item>
          ))}
        </List>
        <Group mt="sm" gap="xs">
          <Button size="xs" variant="default" ref={focusIt} onClick={() => fill([])}>
            {words.replace}
          </Button>
          <Button size="xs" variant="default" onClick={() => fill(typed)}>
            {words.keep}
          </Button>
        </Group>
      </Notice>
    );
  return (
    <Button size="xs" onClick={() => (typed.length > 0 ? setIsAsking(true) : fill([]))}>
      {label}
    </Button>
  );
}

import { ActionIcon, Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { text } from '../text';
import { Icon } from './Icon';

type Props = {
  readonly value: string;
  readonly label: string;
  readonly isCompact?: boolean;
  /** Whether copying is what the dialog is for, because the text is shown once. */
  readonly isMain?: boolean;
};

/** Copies a text, and confirms it on the button and to screen readers. */
export function CopyButton({ value, label, isCompact = false, isMain = false }: Props) {
  const { copied, copy } = useClipboard({ timeout: 2000 });
  const icon = <Icon name={copied ? 'check' : 'copy'} size={isCompact ? 14 : 16} />;
  const said = copied ? text.common.copied : label;
  const button = isCompact ? (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="inherit"
      size="sm"
      aria-label={said}
      title={said}
      onClick={() => copy(value)}
    >
      {icon}
    </ActionIcon>
  ) : (
    <Button variant={isMain ? 'filled' : 'default'} size="sm" leftSection={icon} onClick={() => copy(value)}>
      {said}
    </Button>
  );
  return (
    <>
      {button}
      <span className="visuallyHidden" role="status">
        {copied ? text.common.copied : ''}
      </span>
    </>
  );
}

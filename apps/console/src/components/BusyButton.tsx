import { Button, type ButtonProps } from '@mantine/core';
import { useEffect, useRef, type ComponentPropsWithoutRef } from 'react';

type Props = ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps>;

/**
 * A button that has the focus again after it was busy or disabled. Mantine 9.7 disables a button that is loading, and
 * a disabled button loses the focus.
 */
export function BusyButton({ onClick, ...props }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const hadFocus = useRef(false);
  const isOff = props.loading === true || props.disabled === true;
  useEffect(() => {
    if (isOff || !hadFocus.current) return;
    hadFocus.current = false;
    if (document.activeElement === null || document.activeElement === document.body) button.current?.focus();
  }, [isOff]);
  return (
    <Button
      {...props}
      ref={button}
      onClick={(event) => {
        hadFocus.current = true;
        onClick?.(event);
      }}
    />
  );
}

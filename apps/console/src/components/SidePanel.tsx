import { Drawer } from '@mantine/core';
import { useDeferredValue, useEffect, useState, type ReactNode } from 'react';
import { text } from '../text';
import { mayLeave } from '../unsaved-work/unsaved-work';
import classes from './SidePanel.module.css';
import { usePageTitle } from './use-page-title';

type Props = {
  readonly title: string;
  readonly isWide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A panel from the right that asks before it discards unsaved work. The page behind it cannot be reached by pointer, keyboard or screen reader while it is open. */
export function SidePanel({ title, isWide = false, onClose, children }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  // The focus before the panel opened; Mantine's `returnFocus` looks for it when the page is inert already.
  const [opener] = useState(() => document.activeElement);
  useEffect(() => setIsOpen(true), []);
  useEffect(() => {
    if (!isOpen) return;
    const behind = document.getElementById('root')!;
    behind.inert = true;
    // Some screen readers do not support `inert` yet.
    behind.setAttribute('aria-hidden', 'true');
    return () => {
      behind.inert = false;
      behind.removeAttribute('aria-hidden');
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, [isOpen, opener]);
  usePageTitle(title);
  const close = async () => {
    if (await mayLeave()) setIsOpen(false);
  };
  return (
    <Drawer
      opened={isOpen}
      onClose={() => void close()}
      onExitTransitionEnd={onClose}
      returnFocus={false}
      position="right"
      size={isWide ? 1080 : 560}
      title={title}
      padding={0}
      classNames={classes}
      closeButtonProps={{ 'aria-label': text.common.close, size: 'lg' }}
      transitionProps={{ duration: 160 }}
      overlayProps={{ backgroundOpacity: 0.35 }}
    >
      {/* Focus starts in front of the content, not on the button that leaves it. */}
      <div tabIndex={-1} data-autofocus={isWide || undefined} style={{ outline: 'none' }}>
        <Later>{children}</Later>
      </div>
    </Drawer>
  );
}

/**
 * Renders its children after the parts around them are shown, and in slices: a panel and its form at once are a task of 60
 * to 90 ms of processor time.
 */
function Later({ children }: { readonly children: ReactNode }) {
  return useDeferredValue(true, false) && children;
}

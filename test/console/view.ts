import type { Role } from '@postern/core/permission';
import type { Page } from 'playwright-core';
import type { ConsoleStack } from './start-console.js';

/** A page of the console in one state; `ready` is a text that is visible when the page has loaded. */
export type View = {
  readonly name: string;
  readonly path: string;
  /** The role of the session; `null` if nobody is signed in. */
  readonly role: Role | null;
  readonly ready: string | RegExp;
  /** The actions on the page before it is tested. */
  readonly act?: (page: Page) => Promise<void>;
  /** Prepares data on the server. The changes stay for the views that follow in the list. */
  readonly prepare?: (stack: ConsoleStack) => Promise<void>;
  /** Whether the view shows the loading state, so that the test must not wait for its end. */
  readonly isLoading?: boolean;
};

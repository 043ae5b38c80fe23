import { lazy, Suspense } from 'react';

const AccountPicker = lazy(() => import('./AccountPicker'));

/** The field in which an operator chooses an account. Its code is loaded for operators only. */
export function LazyAccountPicker() {
  return (
    <Suspense>
      <AccountPicker />
    </Suspense>
  );
}

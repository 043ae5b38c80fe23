import { useBlocker } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { hasUnsavedWork, loadLeaveDialog, mayLeave, useLeaveQuestion } from './unsaved-work';

const LeaveDialog = lazy(loadLeaveDialog);
const shouldBlockFn = async () => !(await mayLeave());

/** Asks before a link, Back or closing the tab discards unsaved work; for closing, the browser asks in its own words. */
export function LeaveGuard() {
  useBlocker({ shouldBlockFn, enableBeforeUnload: hasUnsavedWork });
  const question = useLeaveQuestion();
  return (
    question && (
      <Suspense>
        <LeaveDialog onReply={question.reply} />
      </Suspense>
    )
  );
}

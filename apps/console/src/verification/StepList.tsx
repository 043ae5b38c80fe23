import { useId } from 'react';
import type { Step } from '../api/verifications';
import { Icon } from '../components/Icon';
import { text } from '../text';
import { failureTitle } from '../text/failure-title';
import { knownFacts } from './known-facts';
import classes from './Verification.module.css';

const icons = { passed: 'check', failed: 'cross', skipped: 'dash' } as const;

/** The steps in the order they were taken, each with a bar for its share of the time. */
export function StepList({
  steps,
  isRunning,
}: {
  readonly steps: readonly Step[];
  readonly isRunning: boolean;
}) {
  const id = useId();
  const longest = Math.max(1, ...steps.map(({ durationMs }) => durationMs));
  return (
    <ol className={classes.steps} aria-label={text.verification.steps}>
      {steps.map((step, index) => (
        <li key={`${id}${index}`} className={classes.step} data-state={step.state}>
          <span className={classes.dot}>
            <Icon name={icons[step.state]} size={13} />
          </span>
          <div className={classes.stepBody}>
            <div className={classes.stepLine}>
              <span className={classes.stage}>
                {text.stages[step.stage]}
                <span className="visuallyHidden">
                  {text.formats.colon} {text.stepStates[step.state]}
                </span>
              </span>
              {step.state !== 'skipped' && (
                <>
                  <span className={classes.bar} aria-hidden="true">
                    <span style={{ width: `${Math.max(2, (step.durationMs / longest) * 100)}%` }} />
                  </span>
                  <span className={classes.duration}>{text.formats.milliseconds(step.durationMs)}</span>
                </>
              )}
            </div>
            {step.failure !== null && <p className={classes.stepFailure}>{failureTitle(step.failure)}</p>}
            <StepFacts facts={step.facts} />
          </div>
        </li>
      ))}
      {isRunning && !steps.some(({ state }) => state === 'failed') && (
        <li className={classes.step} data-state="running">
          <span className={classes.dot} />
          <div className={classes.stepBody}>
            <span className="soft">{text.verification.inProgress}</span>
          </div>
        </li>
      )}
    </ol>
  );
}

function StepFacts({ facts }: { readonly facts: Step['facts'] }) {
  const known = knownFacts(facts);
  if (known.length === 0) return null;
  return (
    <dl className={classes.stepFacts}>
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

import { Fragment } from 'react';
import { colourCode } from './colour-code';
import classes from './CodeBlock.module.css';

/** Coloured code with wrapped lines. The box can be focused, because otherwise it could not be scrolled by keyboard. */
export function CodeBlock({ code, label }: { readonly code: string; readonly label: string }) {
  return (
    <pre className={classes.block} tabIndex={0} role="region" aria-label={label}>
      <code>
        {colourCode(code).map(({ kind, text }, index) =>
          kind === 'plain' ? (
            <Fragment key={index}>{text}</Fragment>
          ) : (
            <span key={index} className={classes[kind]}>
              {text}
            </span>
          ),
        )}
      </code>
    </pre>
  );
}

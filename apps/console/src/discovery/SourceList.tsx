import { useId } from 'react';
import type { Discovery } from '../api/discoveries';
import { Icon } from '../components/Icon';
import { text } from '../text';
import classes from './Discovery.module.css';
import { reasonOf } from './reason-of';

const icons = {
  found: 'check',
  absent: 'dash',
  invalid: 'cross',
  unreachable: 'clock',
  refused: 'alert',
} as const;

/** The places that have answered or failed, in the order of their priority, each with its time and its reason. */
export function SourceList({ discovery: { sources, state } }: { readonly discovery: Discovery }) {
  const words = text.discovery;
  const id = useId();
  return (
    <ul className={classes.sources}>
      {sources.map((source, index) => {
        const reason = reasonOf(source);
        return (
          <li key={`${id}${index}`} data-state={source.state}>
            <span className={classes.mark}>
              <Icon name={icons[source.state]} size={14} />
            </span>
            <div>
              <div className={classes.sourceLine}>
                <span>
                  {words.sourceNames[source.source]}
                  {text.formats.colon} <b>{words.states[source.state]}</b>
                </span>
                <span className={classes.duration}>{text.formats.milliseconds(source.durationMs)}</span>
              </div>
              <div className={classes.place}>{placeOf(source)}</div>
              {reason !== null && <div className={classes.reason}>{reason}</div>}
            </div>
          </li>
        );
      })}
      {state === 'running' && (
        <li data-state="running">
          <span className={classes.mark} />
          <div>{words.stillAsking}</div>
        </li>
      )}
    </ul>
  );
}

/** The server that was asked, or the names that DNS was asked for. */
function placeOf({ url, query }: Discovery['sources'][number]): string {
  return (url === undefined ? query : URL.parse(url)?.host) ?? '';
}

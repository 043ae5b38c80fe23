import { Skeleton } from '@mantine/core';
import { text } from '../text';
import classes from './LoadingList.module.css';

const rows = [34, 26, 30, 22, 28];

/** A placeholder that is shown while a list's rows load. */
export function LoadingList() {
  return (
    <div className={`card ${classes.list}`} role="status" aria-label={text.common.loading}>
      {rows.map((width) => (
        <div key={width} className={classes.row}>
          <Skeleton h={16} w={`${width}%`} />
          <Skeleton h={12} w={`${width / 2}%`} mt={9} />
        </div>
      ))}
    </div>
  );
}

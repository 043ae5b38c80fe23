import { Kbd, Modal } from '@mantine/core';
import { text } from '../text';
import classes from './Keys.module.css';

/** The list of all keys. */
export default function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={text.keys.title} centered>
      <dl className={classes.keys}>
        {text.keys.list.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

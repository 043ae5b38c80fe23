import { Button, FileButton, Text } from '@mantine/core';
import { decodeFile } from '@postern/core/text-encoding';
import { useState, type DragEvent } from 'react';
import { text } from '../text';
import classes from './FileDrop.module.css';
import { Icon } from './Icon';

type Props = {
  /** What to drop here. */
  readonly label: string;
  /** The file types that the chooser offers, as in the attribute `accept`; omitted: all. */
  readonly accept?: string;
  readonly onFile: (file: { name: string; content: string }) => void;
};

/** Takes a file by button or by drag and drop. */
export function FileDrop({ label, accept, onFile }: Props) {
  const [isOver, setIsOver] = useState(false);
  const read = async (file: File | null | undefined) => {
    if (file) onFile({ name: file.name, content: decodeFile(new Uint8Array(await file.arrayBuffer())) });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    void read(event.dataTransfer.files[0]);
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(true);
  };
  return (
    <div
      className={classes.drop}
      data-over={isOver}
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <Icon name="upload" size={26} />
      <Text size="sm">{label}</Text>
      <FileButton
        {...(accept !== undefined && { accept })}
        onChange={(file) => void read(file)}
        inputProps={{ 'aria-label': text.common.chooseFile }}
      >
        {(props) => (
          <Button variant="default" size="xs" {...props}>
            {text.common.chooseFile}
          </Button>
        )}
      </FileButton>
    </div>
  );
}

import { Button, FileButton, Text } from '@mantine/core';
import { useState, type DragEvent } from 'react';
import { Icon } from '../../components/Icon';
import { text } from '../../text';
import classes from './ImportExport.module.css';

type Props = { readonly onFile: (file: { name: string; content: string }) => void };

/** Takes a file by button or by drag and drop. */
export function FileDrop({ onFile }: Props) {
  const [isOver, setIsOver] = useState(false);
  const read = async (file: File | null | undefined) => {
    if (file) onFile({ name: file.name, content: await file.text() });
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
      <Text size="sm">{text.importExport.drop}</Text>
      <FileButton
        accept=".csv,.ndjson,.jsonl,text/csv,application/x-ndjson"
        onChange={(file) => void read(file)}
        inputProps={{ 'aria-label': text.importExport.choose }}
      >
        {(props) => (
          <Button variant="default" size="xs" {...props}>
            {text.importExport.choose}
          </Button>
        )}
      </FileButton>
    </div>
  );
}

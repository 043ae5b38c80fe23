import { Button, Group, Tabs, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { fetchZip, type Rendered, type RenderedFile, type RenderInput } from '../../api/firewall';
import { CodeBlock } from '../../components/CodeBlock';
import { CopyButton } from '../../components/CopyButton';
import { Icon } from '../../components/Icon';
import { ProblemAlert } from '../../components/ProblemAlert';
import { saveFile } from '../../components/save-file';
import { text } from '../../text';
import classes from './Firewall.module.css';

const words = text.firewall;
type Props = { readonly target: string; readonly input: RenderInput; readonly rendered: Rendered };

/** The rendered files, to read, copy and download. */
export function RenderedFiles({ target, input, rendered }: Props) {
  const zip = useMutation({
    mutationFn: () => fetchZip(target, input),
    onSuccess: (archive) => saveFile(archive, `postern-${target}.zip`),
  });
  return (
    <>
      <Group justify="space-between" gap="sm" mb="sm">
        <Text size="sm" className="soft">
          {words.revision(rendered.revision)} · <span className="mono">{rendered.sha256.slice(0, 12)}</span>
        </Text>
        <Button
          leftSection={<Icon name="download" size={16} />}
          loading={zip.isPending}
          onClick={() => zip.mutate()}
        >
          {words.zip}
        </Button>
      </Group>
      {zip.isError && <ProblemAlert problem={problemOf(zip.error)} />}
      {rendered.files.length === 0 && <Text>{words.noFiles}</Text>}
      {rendered.files.length > 0 && (
        <Tabs defaultValue={rendered.files[0]!.path} keepMounted={false}>
          <Tabs.List className={classes.fileTabs}>
            {rendered.files.map(({ path }) => (
              <Tabs.Tab key={path} value={path} className="mono">
                {path}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {rendered.files.map((file) => (
            <Tabs.Panel key={file.path} value={file.path}>
              <FileView file={file} />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </>
  );
}

function FileView({ file }: { readonly file: RenderedFile }) {
  const { path, mediaType, text: content } = file;
  return (
    <>
      <Group gap="xs" my="sm">
        <CopyButton value={content} label={words.copy} />
        <Button
          variant="default"
          leftSection={<Icon name="download" size={15} />}
          onClick={() => saveFile(new Blob([content], { type: mediaType }), path.split('/').at(-1)!)}
        >
          {words.download}
        </Button>
      </Group>
      <CodeBlock code={content} label={path} />
    </>
  );
}

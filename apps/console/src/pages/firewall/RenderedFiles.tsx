import { Button, Group, Tabs, Text, Title } from '@mantine/core';
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
      <FileTabs files={rendered.files} />
      {rendered.removes.length > 0 && (
        <section aria-labelledby="removes">
          <Title order={2} size="h3" id="removes" mt="xl">
            {words.removes}
          </Title>
          <Text size="sm" className="soft" mb="sm">
            {words.removesHelp}
          </Text>
          <FileTabs files={rendered.removes} />
        </section>
      )}
    </>
  );
}

/** Files to read, copy and download, each in a tab. */
export function FileTabs({ files }: { readonly files: readonly RenderedFile[] }) {
  const [first] = files;
  if (first === undefined) return null;
  return (
    <Tabs defaultValue={first.path} keepMounted={false}>
      <Tabs.List className={classes.fileTabs}>
        {files.map(({ path }) => (
          <Tabs.Tab key={path} value={path} className="mono">
            {path}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {files.map((file) => (
        <Tabs.Panel key={file.path} value={file.path}>
          <FileView file={file} />
        </Tabs.Panel>
      ))}
    </Tabs>
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

import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { renderQuery } from '../../api/firewall';
import { LoadingPage } from '../../components/LoadingPage';
import { Markdown } from '../../components/Markdown';
import { ProblemAlert } from '../../components/ProblemAlert';
import { language } from '../../text/language';
import sheet from '../firewall/Firewall.module.css';
import { SheetNotes } from '../firewall/SheetNotes';

/** The sheet for IT, with the table of what to allow. */
export function HandoverSheet() {
  const { data, error, isPending, refetch } = useQuery(renderQuery('handover', { parameters: { language } }));
  if (isPending) return <LoadingPage />;
  if (error !== null) return <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />;
  return (
    <article className={`card ${sheet.sheet}`}>
      {data.files.map((file) => (
        <Markdown key={file.path} source={file.text} />
      ))}
      <SheetNotes findings={data.findings} />
    </article>
  );
}

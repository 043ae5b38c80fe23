import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { vendorQuery } from '../../api/vendor';
import { LoadingPage } from '../../components/LoadingPage';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { VendorForm } from './VendorForm';

/** The name that lists, rules and the sheet for IT give the vendor; for the operator of the installation. */
export function VendorPage() {
  const { data, error, isPending, refetch } = useQuery(vendorQuery);
  return (
    <Page title={text.vendor.title} lead={text.vendor.lead}>
      {isPending && <LoadingPage />}
      {error !== null && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data && <VendorForm stored={data} />}
    </Page>
  );
}

/**
 * Indexes for the summary of an account: its counts are read from the first alone, and the two others hold only the few
 * domains that need attention.
 */
export const summaryIndexes = `
  create index mail_settings_summary_idx on mail_settings (account_id, origin, kind, verification_state);
  create index mail_settings_failed_idx on mail_settings (account_id)
    where origin = 'admin' and verification_state = 'failed';
  create index mail_settings_warned_idx on mail_settings (account_id)
    where origin = 'admin' and verification_warnings <> '[]';
`;

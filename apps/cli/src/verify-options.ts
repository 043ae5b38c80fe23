import type { MailServer } from '@postern/core/mail-settings';

/** The parsed options of `postern verify`. */
export type VerifyOptions = {
  readonly imap?: MailServer;
  readonly smtp?: MailServer;
  readonly exchange?: string;
  readonly user?: string;
  readonly accessToken?: true;
  readonly allowNonSecureCertificate?: true;
  readonly json?: true;
};

export type MailUser = { readonly username: string; readonly password: string };

/** Who may log in to the private Dovecot and Postfix: an address, and a user name that is no address (R24). */
export const mailUsers = [
  { username: 'jane@example.com', password: 'password' },
  { username: 'jdoe', password: 'password' },
] as const satisfies readonly MailUser[];

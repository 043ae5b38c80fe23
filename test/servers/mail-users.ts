export type MailUser = { readonly username: string; readonly password: string };

/** The users of the tests' Dovecot and Postfix: one user name is an email address, the other is not (R24). */
export const mailUsers = [
  { username: 'jane@example.com', password: 'password' },
  { username: 'jdoe', password: 'password' },
] as const satisfies readonly MailUser[];

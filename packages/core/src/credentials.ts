/**
 * The user name and password of a mailbox in clear text. They are kept only in memory and used for one
 * verification.
 */
export type Credentials = { readonly username: string; readonly password: string };

/** A mailbox login: user name and password, in clear text; kept in memory only, and used for one verification. */
export type Credentials = { readonly username: string; readonly password: string };

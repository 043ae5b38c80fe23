/** What proves to a mail server who logs in: a password, or a token that an OAuth provider has issued (RFC 6750). */
export type LoginSecret = { readonly password: string } | { readonly accessToken: string };

/**
 * The user name of a mailbox with its password or access token in clear text. They are kept only in memory and used for
 * one verification.
 */
export type Credentials = { readonly username: string } & LoginSecret;

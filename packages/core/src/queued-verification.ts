/** A verification that waits in the database, and the data centre whose workers it is for: '' for every data centre. */
export type QueuedVerification = { readonly id: string; readonly dataCenter: string };

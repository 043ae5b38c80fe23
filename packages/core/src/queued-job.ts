/** A verification that is queued in the database, and the data centre whose workers may run it; '' means any data centre. */
export type QueuedVerification = { readonly id: string; readonly dataCenter: string };

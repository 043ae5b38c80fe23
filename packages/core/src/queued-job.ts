/** A verification, discovery or delivery that is queued in the database, and the data centre whose workers may run it; '' means any data centre. */
export type QueuedJob = { readonly id: string; readonly dataCenter: string };

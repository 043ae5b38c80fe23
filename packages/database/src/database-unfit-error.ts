/** The database of a connection string cannot be used; the message says why and what to do. */
export class DatabaseUnfitError extends Error {
  override readonly name = 'DatabaseUnfitError';
}

/**
 * The path of the console that a sign-in returns to. Anything that a browser could take for another site, and every path
 * of the API, becomes the start page.
 */
export function returnPathOf(text: string | undefined): string {
  if (text === undefined || text.length > 2000) return '/';
  const isOwnPath = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text);
  return isOwnPath && !/^\/v1(?:[/?#]|$)/i.test(text) ? text : '/';
}

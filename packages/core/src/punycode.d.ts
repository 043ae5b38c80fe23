/** punycode 2.3 ships no types; only what is used here. */
declare module 'punycode/punycode.js' {
  const punycode: { toUnicode(name: string): string };
  export default punycode;
}

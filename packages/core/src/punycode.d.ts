/** punycode 2.3 has no types; this file declares only the functions that Postern calls. */
declare module 'punycode/punycode.js' {
  const punycode: { toUnicode(name: string): string };
  export default punycode;
}

import { Fault, fileText, readLine, strictCidr, withoutSampleLine, type TextFile } from './strict-cidr.js';

const ignore = () => undefined;

/** Reads the text files of the feed: prefixes by list. */
export function reparseFeed(files: readonly TextFile[]): Map<string, string[]> {
  return new Map(
    files.map(({ path, text: marked }) => {
      const text = withoutSampleLine(marked);
      if (!/^[^\n]+\n(?:[^\n]+\n)*$/.test(text)) throw new Fault(`${path} has blank lines or no end`);
      return [path.replace(/\.txt$/, ''), text.trimEnd().split('\n').map(strictCidr)];
    }),
  );
}

/** Reads the prefixes of the Postfix table. */
export function reparsePostfix(files: readonly TextFile[]): string[] {
  const prefixes: string[] = [];
  for (const line of fileText(files).split('\n')) {
    readLine(line, [
      [/^(?:#.*)?$/, ignore],
      [/^(\S+) OK$/, (cidr) => prefixes.push(strictCidr(cidr))],
    ]);
  }
  return prefixes;
}

/** Reads the networks of the Dovecot setting. */
export function reparseDovecot(files: readonly TextFile[]): string[] {
  const prefixes: string[] = [];
  for (const line of fileText(files).split('\n')) {
    readLine(line, [
      [/^(?:#.*)?$/, ignore],
      [
        /^override_fields = allow_nets=(\S+),127\.0\.0\.0\/8,::1\/128,local$/,
        (list) => prefixes.push(...list!.split(',').map(strictCidr)),
      ],
    ]);
  }
  return prefixes;
}

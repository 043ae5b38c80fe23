import type { MailedType } from '@postern/core/event';
import { visibleText } from '@postern/core/visible-text';
import type { LoadedMail, MailGroup } from '@postern/database/notification-settings';
import { describeChange, mailText } from './mail-text.js';

/** The URLs of a mail's links. */
export type MailLinks = {
  readonly console: string;
  readonly confirm: string;
  readonly unsubscribe: string;
};
export type RenderedMail = { readonly subject: string; readonly text: string; readonly html: string };

/** A part of a mail, for both of its forms. */
type Section = {
  readonly headline: string;
  readonly lines: readonly string[];
  readonly domains: readonly string[];
  readonly link: { readonly label: string; readonly url: string } | null;
};

/** What needs attention comes first, and is the subject. */
const ranks: readonly MailedType[] = [
  'domain.failed',
  'certificate.changed',
  'webhook.switched-off',
  'certificate.expiring',
  'attempt.seen',
  'allowlist.revised',
  'domain.recovered',
  'settings.changed',
];
const longestSubject = 150;
const longestLine = 1000;

/**
 * Renders a mail as text and HTML. The HTML loads nothing from anywhere. Every value is one line without control
 * characters, and in HTML it is escaped: names of tokens and descriptions are texts of other people.
 */
export function renderMail(
  { purpose, groups, leftOut, account }: LoadedMail,
  links: MailLinks,
): RenderedMail {
  const name = oneLine(account);
  if (purpose === 'confirmation') {
    const { subject, intro, button, outro } = mailText.confirmation;
    const section = {
      headline: subject,
      lines: [intro(name)],
      domains: [],
      link: { label: button, url: links.confirm },
    };
    const html = htmlOf({ title: subject, heading: null, sections: [section], footer: [outro], last: null });
    return { subject, text: textOf([section], [outro]), html };
  }
  const ordered = groups.toSorted((one, other) => ranks.indexOf(one.type) - ranks.indexOf(other.type));
  const changes = ordered.map((group) => sectionOf(group, links.console));
  const headline = changes[0]?.headline ?? '';
  const count = changes.length + leftOut;
  const others = count > 1 ? `, ${mailText.others(count - 1)}` : '';
  const sections = leftOut > 0 ? [...changes, restOf(leftOut, links.console)] : changes;
  const subject = cut(headline, longestSubject - others.length) + others;
  const footer = [mailText.footer(name)];
  const unsubscribe = { label: mailText.unsubscribe, url: links.unsubscribe };
  return {
    subject,
    text: textOf(sections, [...footer, `${unsubscribe.label}: ${unsubscribe.url}`]),
    html: htmlOf({
      title: subject,
      heading: count > 1 ? mailText.title(count) : null,
      sections,
      footer,
      last: unsubscribe,
    }),
  };
}

function sectionOf(group: MailGroup, origin: string): Section {
  const { headline, lines } = describeChange(group);
  const { domains, domainCount } = group;
  const unlisted = domainCount - domains.length;
  const listed = [...domains, ...(unlisted > 0 ? [mailText.more(unlisted)] : [])];
  return {
    headline: oneLine(headline),
    lines: lines.filter((line) => line !== '').map(oneLine),
    domains: domainCount > 1 ? listed.map(oneLine) : [],
    link: linkOf(group, origin),
  };
}

function restOf(leftOut: number, origin: string): Section {
  const link = { label: mailText.openOverview, url: `${origin}/overview` };
  return { headline: mailText.leftOut(leftOut), lines: [], domains: [], link };
}

/** The page of the console on which a change is looked at or repaired: the domain itself, or the list of these domains. */
function linkOf(
  { type, payload, domains, domainCount }: MailGroup,
  origin: string,
): NonNullable<Section['link']> {
  const label = mailText.open[type];
  const list = (filter: Record<string, string>) => ({
    label,
    url: `${origin}/settings/objects/activities?${new URLSearchParams(filter).toString()}`,
  });
  const only = domainCount === 1 ? domains[0]! : null;
  if (type === 'allowlist.revised') return { label, url: `${origin}/allowlist` };
  if (type === 'webhook.switched-off') return { label, url: `${origin}/notifications` };
  if (type === 'certificate.expiring') return list({ search: [payload['host'], payload['port']].join(':') });
  if (type === 'settings.changed' && (only === null || payload['change'] === 'deleted'))
    return { label: mailText.openAudit, url: `${origin}/audit` };
  if (only !== null) return list({ search: only, panel: 'edit', domain: only });
  if (type === 'attempt.seen') return list({ origin: 'attempt' });
  return list({
    ...(typeof payload['server'] === 'string' && { search: payload['server'] }),
    ...(type === 'domain.failed' && { state: 'failed' }),
  });
}

/** Control and format characters are written as \uXXXX, line breaks become blanks: no value can begin a line of its own. */
function oneLine(text: string): string {
  return cut(visibleText(text.replaceAll(/\s+/g, ' ')).trim(), longestLine);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}

function textOf(sections: readonly Section[], footer: readonly string[]): string {
  const parts = sections.map(({ headline, lines, domains, link }) =>
    [
      headline,
      ...lines,
      ...domains.map((domain) => `- ${domain}`),
      ...(link === null ? [] : [`${link.label}: ${link.url}`]),
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n\n-- \n${footer.join('\n')}\n`;
}

type HtmlParts = {
  readonly title: string;
  /** Stands above the sections; without it the only section's headline is the heading of the mail. */
  readonly heading: string | null;
  readonly sections: readonly Section[];
  readonly footer: readonly string[];
  readonly last: Section['link'];
};

function htmlOf({ title, heading, sections, footer, last }: HtmlParts): string {
  const level = heading === null ? 'h1' : 'h2';
  const parts = sections.map(
    ({ headline, lines, domains, link }) => `<section><${level}>${escape(headline)}</${level}>
${lines.map((line) => `<p>${escape(line)}</p>`).join('\n')}
${domains.length === 0 ? '' : `<ul>${domains.map((domain) => `<li>${escape(domain)}</li>`).join('')}</ul>`}
${link === null ? '' : `<p>${anchor(link)}</p>`}</section>`,
  );
  const end = last === null ? '' : `<p>${anchor(last)}</p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escape(title)}</title><style>${style}</style></head>
<body><main>${heading === null ? '' : `<h1>${escape(heading)}</h1>`}${parts.join('\n')}</main><footer>${footer.map((line) => `<p>${escape(line)}</p>`).join('')}${end}</footer></body></html>`;
}

function anchor({ label, url }: { readonly label: string; readonly url: string }): string {
  return `<a href="${escape(url)}">${escape(label)}</a>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign]!);
}

const style = `:root{color-scheme:light dark}
body{margin:0 auto;padding:24px 16px;max-width:600px;font:16px/1.5 system-ui,sans-serif;background:#fff;color:#1a2027;overflow-wrap:anywhere}
section{padding:0 0 16px;margin:0 0 16px;border-bottom:1px solid #dde2e7}h1,h2{margin:0 0 8px;font-size:18px;line-height:1.3}main>h1{margin:0 0 24px;font-size:22px}
p{margin:0 0 8px}ul{margin:0 0 8px;padding-left:20px}a{color:#0b5c43}footer{font-size:14px;color:#56616d}
@media(prefers-color-scheme:dark){body{background:#11161b;color:#e6eaee}section{border-color:#2c353e}a{color:#6fd3a8}footer{color:#a0abb7}}`;

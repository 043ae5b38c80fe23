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
export function renderMail({ purpose, groups, account }: LoadedMail, links: MailLinks): RenderedMail {
  const name = oneLine(account);
  if (purpose === 'confirmation') {
    const { subject, intro, button, outro } = mailText.confirmation;
    const section = {
      headline: subject,
      lines: [intro(name)],
      domains: [],
      link: { label: button, url: links.confirm },
    };
    return { subject, text: textOf([section], [outro]), html: htmlOf(subject, [section], [outro], null) };
  }
  const ordered = groups.toSorted((one, other) => ranks.indexOf(one.type) - ranks.indexOf(other.type));
  const sections = ordered.map((group) => sectionOf(group, links));
  const headline = sections[0]?.headline ?? '';
  const others = sections.length > 1 ? `, ${mailText.others(sections.length - 1)}` : '';
  const subject = cut(headline, longestSubject - others.length) + others;
  const footer = [mailText.footer(name)];
  const unsubscribe = { label: mailText.unsubscribe, url: links.unsubscribe };
  return {
    subject,
    text: textOf(sections, [...footer, `${unsubscribe.label}: ${unsubscribe.url}`]),
    html: htmlOf(subject, sections, footer, unsubscribe),
  };
}

function sectionOf(group: MailGroup, links: MailLinks): Section {
  const { headline, lines } = describeChange(group);
  const { domains, domainCount } = group;
  const unlisted = domainCount - domains.length;
  const listed = [...domains, ...(unlisted > 0 ? [mailText.more(unlisted)] : [])];
  return {
    headline: oneLine(headline),
    lines: lines.filter((line) => line !== '').map(oneLine),
    domains: domainCount > 1 ? listed.map(oneLine) : [],
    link: { label: mailText.open[group.type], url: links.console + pageOf(group) },
  };
}

const settingsPage = '/settings/objects/activities';

/** The page of the console on which a change is looked at or repaired. */
function pageOf({ type, domains, domainCount }: MailGroup): string {
  const only = domainCount === 1 ? domains[0]! : null;
  if (type === 'allowlist.revised') return '/allowlist';
  if (type === 'webhook.switched-off') return '/notifications';
  if (only !== null && type !== 'settings.changed')
    return `${settingsPage}?panel=edit&domain=${encodeURIComponent(only)}`;
  if (type === 'domain.failed') return `${settingsPage}?state=failed`;
  return type === 'attempt.seen' ? `${settingsPage}?origin=attempt` : settingsPage;
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

function htmlOf(
  title: string,
  sections: readonly Section[],
  footer: readonly string[],
  last: Section['link'],
): string {
  const parts = sections.map(
    ({ headline, lines, domains, link }) => `<section><h2>${escape(headline)}</h2>
${lines.map((line) => `<p>${escape(line)}</p>`).join('\n')}
${domains.length === 0 ? '' : `<ul>${domains.map((domain) => `<li>${escape(domain)}</li>`).join('')}</ul>`}
${link === null ? '' : `<p>${anchor(link)}</p>`}</section>`,
  );
  const end = last === null ? '' : `<p>${anchor(last)}</p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escape(title)}</title><style>${style}</style></head>
<body><main>${parts.join('\n')}</main><footer>${footer.map((line) => `<p>${escape(line)}</p>`).join('')}${end}</footer></body></html>`;
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
section{padding:0 0 16px;margin:0 0 16px;border-bottom:1px solid #dde2e7}h2{margin:0 0 8px;font-size:18px;line-height:1.3}
p{margin:0 0 8px}ul{margin:0 0 8px;padding-left:20px}a{color:#0b5c43}footer{font-size:14px;color:#56616d}
@media(prefers-color-scheme:dark){body{background:#11161b;color:#e6eaee}section{border-color:#2c353e}a{color:#6fd3a8}footer{color:#a0abb7}}`;

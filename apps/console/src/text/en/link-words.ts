import { formats } from './formats';

const applied = (name: string, date: string) => `Applied by ${name} on ${formats.day(date)}`;

/** Texts about links for IT, for the admin who sends them and for the IT that opens them; part of the catalogue in `catalogue.ts`. */
export const linkWords = {
  links: {
    title: 'Links for IT',
    lead: 'A link shows your IT team what to allow, without an account: the sheet, the rules for their equipment and the addresses. It ends by itself, and you can revoke it.',
    send: 'Send to IT',
    all: 'All links',
    columns: ['Created', 'Domains', 'State', 'Ends'],
    by: (name: string) => `by ${name}`,
    allDomains: 'All domains',
    states: { ended: 'Ended', new: 'Not opened yet', opened: 'Opened' },
    applied,
    revoke: 'Revoke',
    empty: 'No links yet',
    emptyHelp: 'Make one to send your IT team everything that they need.',
    form: {
      lead: 'Whoever has the link sees the servers and ports of these domains, and nothing else of your account.',
      life: 'Ends',
      lives: { '7': 'In 7 days', '14': 'In 14 days', '30': 'In 30 days', '90': 'In 90 days' },
      submit: 'Make the link',
    },
    made: {
      title: 'The link is ready',
      detail: 'Copy it now and send it to your IT team. It cannot be shown again.',
      copy: 'Copy the link',
      lost: 'The connection was lost when this link was made, so it cannot be shown. Revoke it and make another one.',
    },
    revocation: {
      title: 'Revoke this link?',
      detail: 'Whoever has it can no longer open it. This cannot be undone.',
      confirm: 'Revoke link',
    },
  },
  it: {
    title: 'Let our mail connections through',
    asked: (account: string, by: string) =>
      `${account} asks you to allow the connections below to its mail servers. The link was made by ${by}.`,
    ends: 'This link ends',
    ended: 'This link is no longer valid',
    endedHelp: 'It has ended or was revoked. Ask whoever sent it to you for a new one.',
    sheet: 'What to allow',
    files: 'Rules for your equipment',
    feeds: 'Addresses for firewalls that fetch the list',
    feedsHelp:
      'A firewall signs in there with an access token of the role Network. Ask whoever sent you this link for one; the link itself is not accepted.',
    applied: {
      title: 'Are the rules applied?',
      lead: 'Tell whoever sent you this link. They see your name and the day.',
      name: 'Your name',
      date: 'Applied on',
      check: 'The rules are applied',
      submit: 'Send',
      done: applied,
    },
  },
};

import type { Demand, ProviderFacts } from './provider-fact.js';

function appPassword<const Id extends string>(id: Id, text: string, url: string) {
  return { id, kind: 'app-password', text, url, from: null } as const satisfies Demand;
}

function switchOn<const Id extends string>(id: Id, text: string, url: string) {
  return { id, kind: 'switch-on', text, url, from: null } as const satisfies Demand;
}

function oauthOnly<const Id extends string>(id: Id, text: string) {
  return { id, kind: 'oauth-only', text, url: null, from: null } as const satisfies Demand;
}

const providers = [
  {
    id: 'google',
    provider: 'Google (Gmail and Workspace)',
    domains: ['gmail.com', 'googlemail.com', 'google.com'],
    demands: [
      appPassword(
        'google-app-password',
        'Google refuses the password of the account. With 2-Step Verification on, create an app password; an organisation may forbid app passwords, and then only sign-in with Google works.',
        'https://myaccount.google.com/apppasswords',
      ),
    ],
    source: 'https://support.google.com/accounts/answer/185833',
    checkedAt: null,
  },
  {
    id: 'microsoft-365',
    provider: 'Microsoft 365 (Exchange Online)',
    domains: ['office365.com', 'mail.protection.outlook.com', 'onmicrosoft.com', 'mx.microsoft'],
    demands: [
      oauthOnly(
        'microsoft-365-oauth-only',
        'Exchange Online accepts no passwords for IMAP; it accepts tokens of Microsoft’s sign-in (OAuth).',
      ),
      switchOn(
        'microsoft-365-switch-on',
        'SMTP AUTH is off for many mailboxes; an administrator switches it on for the organisation or for one mailbox.',
        'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
      ),
      {
        id: 'microsoft-365-smtp-password-ends' as const,
        kind: 'password-ends',
        text: 'At the end of December 2026 Exchange Online disables passwords for SMTP AUTH by default; an administrator can enable them again for a while.',
        url: 'https://techcommunity.microsoft.com/blog/exchange/exchange-online-to-retire-basic-auth-for-client-submission-smtp-auth/4114750',
        from: '2026-12-31',
      },
      {
        id: 'microsoft-365-ews-ends' as const,
        kind: 'password-ends',
        text: 'Exchange Web Services of Exchange Online are blocked since 1 October 2026 unless an administrator allows the application, and end on 1 April 2027. Exchange servers on premises are not affected.',
        url: 'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online',
        from: '2027-04-01',
      },
    ],
    source:
      'https://techcommunity.microsoft.com/blog/exchange/exchange-online-to-retire-basic-auth-for-client-submission-smtp-auth/4114750',
    checkedAt: null,
  },
  {
    id: 'outlook-com',
    provider: 'Outlook.com (Hotmail, Live, MSN)',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'olc.protection.outlook.com'],
    demands: [
      oauthOnly(
        'outlook-com-oauth-only',
        'Since 16 September 2024 Outlook.com accepts no passwords and no app passwords for IMAP and SMTP, only Microsoft’s sign-in (OAuth).',
      ),
      switchOn(
        'outlook-com-switch-on',
        'IMAP is off until it is enabled in the settings of Outlook.com under Mail, Forwarding and IMAP.',
        'https://support.microsoft.com/office/pop-imap-and-smtp-settings-for-outlook-com-d088b986-291d-42b8-9564-9c414e2aa040',
      ),
    ],
    source:
      'https://support.microsoft.com/office/pop-imap-and-smtp-settings-for-outlook-com-d088b986-291d-42b8-9564-9c414e2aa040',
    checkedAt: null,
  },
  {
    id: 'yahoo',
    provider: 'Yahoo Mail',
    domains: [
      'yahoo.com',
      'yahoo.de',
      'yahoo.fr',
      'yahoo.it',
      'yahoo.es',
      'yahoo.co.uk',
      'ymail.com',
      'rocketmail.com',
      'yahoodns.net',
    ],
    demands: [
      appPassword(
        'yahoo-app-password',
        'Yahoo refuses the password of the account. Create an app password under Account security.',
        'https://login.yahoo.com/account/security',
      ),
    ],
    source: 'https://help.yahoo.com/kb/SLN15241.html',
    checkedAt: null,
  },
  {
    id: 'aol',
    provider: 'AOL Mail',
    domains: ['aol.com', 'aim.com'],
    demands: [
      appPassword(
        'aol-app-password',
        'AOL refuses the password of the account in mail programs. Create an app password under Account security.',
        'https://login.aol.com/account/security',
      ),
    ],
    source: 'https://help.aol.com/articles/Create-and-manage-app-password',
    checkedAt: '2026-11-26',
  },
  {
    id: 'icloud',
    provider: 'iCloud Mail',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    demands: [
      appPassword(
        'icloud-app-password',
        'iCloud refuses the password of the Apple account. Create an app-specific password; two-factor authentication must be on.',
        'https://support.apple.com/en-us/102654',
      ),
    ],
    source: 'https://support.apple.com/en-us/102525',
    checkedAt: null,
  },
  {
    id: 'fastmail',
    provider: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm', 'messagingengine.com'],
    demands: [
      appPassword(
        'fastmail-app-password',
        'Fastmail refuses the password of the account in mail programs. Create an app password under Privacy & Security; a Basic plan has no IMAP.',
        'https://www.fastmail.com/help/clients/apppassword.html',
      ),
    ],
    source: 'https://www.fastmail.com/help/clients/apppassword.html',
    checkedAt: '2026-11-26',
  },
  {
    id: 'gmx',
    provider: 'GMX',
    domains: ['gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch', 'gmx.com'],
    demands: [
      switchOn(
        'gmx-switch-on',
        'IMAP is off until it is allowed in the settings of GMX under POP3/IMAP.',
        'https://support.gmx.com/pop-imap/toggle.html',
      ),
      appPassword(
        'gmx-app-password',
        'With two-factor authentication on, GMX refuses the password of the account; create an application-specific password.',
        'https://hilfe.gmx.net/sicherheit/2fa/anwendungsspezifisches-passwort.html',
      ),
    ],
    source: 'https://hilfe.gmx.net/sicherheit/2fa/index.html',
    checkedAt: '2026-11-26',
  },
  {
    id: 'web-de',
    provider: 'WEB.DE',
    domains: ['web.de'],
    demands: [
      switchOn(
        'web-de-switch-on',
        'IMAP is off until it is allowed in the settings of WEB.DE under POP3/IMAP.',
        'https://hilfe.web.de/pop-imap/einschalten.html',
      ),
    ],
    source: 'https://hilfe.web.de/pop-imap/einschalten.html',
    checkedAt: '2020-01-31',
  },
  {
    id: 't-online',
    provider: 'Telekom Mail (T-Online)',
    domains: ['t-online.de', 'magenta.de'],
    demands: [
      appPassword(
        't-online-app-password',
        'Telekom Mail has a password of its own for mail programs, which is set in the settings under Passwords.',
        'https://email.t-online.de/pr?a=globalsettings.passwords',
      ),
    ],
    source:
      'https://www.telekom.de/hilfe/festnetz-internet-tv/e-mail/e-mail-adresse-passwoerter-und-sicherheit/passwort-fuer-e-mail-programme-einrichten',
    checkedAt: '2020-02-29',
  },
  {
    id: 'zoho',
    provider: 'Zoho Mail',
    domains: ['zoho.com', 'zoho.eu', 'zoho.in', 'zohomail.com', 'zohomail.eu'],
    demands: [
      switchOn(
        'zoho-switch-on',
        'IMAP is off until it is enabled in the settings of Zoho Mail under Mail Accounts.',
        'https://www.zoho.com/mail/help/imap-access.html',
      ),
      appPassword(
        'zoho-app-password',
        'With two-factor authentication or a company sign-in, Zoho refuses the password of the account; create an app password.',
        'https://accounts.zoho.com',
      ),
    ],
    source:
      'https://help.zoho.com/portal/en/kb/solo/communication/settings/articles/how-to-generate-app-specific-password',
    checkedAt: '2026-11-26',
  },
  {
    id: 'yandex',
    provider: 'Yandex Mail',
    domains: ['yandex.ru', 'yandex.com', 'yandex.net', 'ya.ru', 'yandex.by', 'yandex.kz'],
    demands: [
      switchOn(
        'yandex-switch-on',
        'IMAP is off until it is enabled in the settings of Yandex Mail under Email clients.',
        'https://yandex.com/support/mail/mail-clients/others.html',
      ),
      appPassword(
        'yandex-app-password',
        'With two-factor authentication on, Yandex refuses the password of the account; create an app password for mail.',
        'https://yandex.com/support/passport/authorization/app-passwords.html',
      ),
    ],
    source: 'https://yandex.com/support/passport/authorization/app-passwords.html',
    checkedAt: '2026-11-26',
  },
  {
    id: 'mail-ru',
    provider: 'Mail.ru',
    domains: ['mail.ru', 'inbox.ru', 'list.ru', 'bk.ru', 'internet.ru'],
    demands: [
      appPassword(
        'mail-ru-app-password',
        'Mail.ru refuses the password of the account in mail programs. Create a password for external applications.',
        'https://help.mail.ru/mail/security/protection/external',
      ),
    ],
    source: 'https://help.mail.ru/mail/security/protection/external',
    checkedAt: '2021-07-31',
  },
  {
    id: 'qq',
    provider: 'QQ Mail',
    domains: ['qq.com', 'foxmail.com'],
    demands: [
      appPassword(
        'qq-app-password',
        'Since 1 November 2022 QQ Mail accepts only an authorisation code in place of the password; it is made when IMAP is enabled in the settings.',
        'https://mail.qq.com',
      ),
      switchOn(
        'qq-switch-on',
        'IMAP and SMTP are off until they are enabled in the settings of QQ Mail.',
        'https://mail.qq.com',
      ),
    ],
    source: 'https://service.mail.qq.com',
    checkedAt: null,
  },
  {
    id: 'netease',
    provider: 'NetEase Mail (163.com, 126.com)',
    domains: ['163.com', '126.com', 'yeah.net', 'netease.com'],
    demands: [
      appPassword(
        'netease-app-password',
        'NetEase accepts only an authorisation code in place of the password; it is made when IMAP is enabled in the settings.',
        'https://mail.163.com',
      ),
      switchOn(
        'netease-switch-on',
        'IMAP and SMTP are off until they are enabled in the settings of the mailbox.',
        'https://mail.163.com',
      ),
    ],
    source: 'https://help.mail.163.com',
    checkedAt: '2024-11-30',
  },
  {
    id: 'proton',
    provider: 'Proton Mail',
    domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'],
    demands: [
      {
        id: 'proton-no-servers' as const,
        kind: 'no-servers',
        text: 'Proton Mail has no IMAP and SMTP servers on the internet. Its program Bridge, for paid plans, serves them on the user’s own computer, which Postern cannot reach.',
        url: 'https://proton.me/mail/bridge',
        from: null,
      },
    ],
    source: 'https://proton.me/mail/bridge',
    checkedAt: '2025-11-26',
  },
] satisfies readonly ProviderFacts[];

/**
 * What large providers demand of mail programs. Each row names the public page that says so, and the day on which
 * somebody compared the row with that page. `postern facts --stale 180` lists the rows that somebody should compare again.
 */
export const knownProviders: readonly ProviderFacts[] = providers;

/** The ids of all demands, by which clients have their texts in other languages. */
export type DemandId = (typeof providers)[number]['demands'][number]['id'];

import type { DemandTexts } from '../demand-texts';

/** What providers demand of mail programs, in French. */
export const demandTexts: DemandTexts = {
  'google-app-password':
    'Google refuse le mot de passe du compte. Avec la validation en deux étapes, créez un mot de passe d’application. Une organisation peut interdire ces mots de passe ; seule la connexion avec Google fonctionne alors.',
  'microsoft-365-oauth-only':
    'Exchange Online n’accepte pas de mots de passe pour IMAP, mais des jetons de la connexion Microsoft (OAuth).',
  'microsoft-365-switch-on':
    'SMTP AUTH est désactivé pour de nombreuses boîtes aux lettres ; un administrateur l’active pour l’organisation ou pour une boîte.',
  'microsoft-365-smtp-password-ends':
    'Fin décembre 2026, Exchange Online désactive par défaut les mots de passe pour SMTP AUTH ; un administrateur peut les réactiver pour un temps.',
  'microsoft-365-ews-ends':
    'Exchange Web Services d’Exchange Online est bloqué depuis le 1er octobre 2026, sauf si un administrateur autorise l’application, et s’arrête le 1er avril 2027. Les serveurs Exchange sur site ne sont pas concernés.',
  'outlook-com-oauth-only':
    'Depuis le 16 septembre 2024, Outlook.com n’accepte ni mots de passe ni mots de passe d’application pour IMAP et SMTP, seulement la connexion Microsoft (OAuth).',
  'outlook-com-switch-on':
    'IMAP est désactivé tant qu’il n’est pas activé dans les paramètres d’Outlook.com, sous « Courrier », « Transfert et IMAP ».',
  'yahoo-app-password':
    'Yahoo refuse le mot de passe du compte. Créez un mot de passe d’application dans la sécurité du compte.',
  'aol-app-password':
    'AOL refuse le mot de passe du compte dans les logiciels de messagerie. Créez un mot de passe d’application dans la sécurité du compte.',
  'icloud-app-password':
    'iCloud refuse le mot de passe du compte Apple. Créez un mot de passe pour application ; l’identification à deux facteurs doit être activée.',
  'fastmail-app-password':
    'Fastmail refuse le mot de passe du compte dans les logiciels de messagerie. Créez un mot de passe d’application sous « Privacy & Security » ; la formule « Basic » n’a pas IMAP.',
  'gmx-switch-on':
    'IMAP est désactivé tant qu’il n’est pas autorisé dans les paramètres de GMX, sous « POP3/IMAP ».',
  'gmx-app-password':
    'Avec l’authentification à deux facteurs, GMX refuse le mot de passe du compte ; créez un mot de passe propre à l’application.',
  'web-de-switch-on':
    'IMAP est désactivé tant qu’il n’est pas autorisé dans les paramètres de WEB.DE, sous « POP3/IMAP ».',
  't-online-app-password':
    'Telekom Mail a un mot de passe propre aux logiciels de messagerie, défini dans les paramètres sous « Passwörter ».',
  'zoho-switch-on':
    'IMAP est désactivé tant qu’il n’est pas activé dans les paramètres de Zoho Mail, sous « Mail Accounts ».',
  'zoho-app-password':
    'Avec l’authentification à deux facteurs ou la connexion de l’entreprise, Zoho refuse le mot de passe du compte ; créez un mot de passe d’application.',
  'yandex-switch-on':
    'IMAP est désactivé tant qu’il n’est pas activé dans les paramètres de Yandex Mail, sous « Email clients ».',
  'yandex-app-password':
    'Avec l’authentification à deux facteurs, Yandex refuse le mot de passe du compte ; créez un mot de passe d’application pour la messagerie.',
  'mail-ru-app-password':
    'Mail.ru refuse le mot de passe du compte dans les logiciels de messagerie. Créez un mot de passe pour applications externes.',
  'qq-app-password':
    'Depuis le 1er novembre 2022, QQ Mail n’accepte qu’un code d’autorisation à la place du mot de passe ; il est créé quand IMAP est activé dans les paramètres.',
  'qq-switch-on':
    'IMAP et SMTP sont désactivés tant qu’ils ne sont pas activés dans les paramètres de QQ Mail.',
  'netease-app-password':
    'NetEase n’accepte qu’un code d’autorisation à la place du mot de passe ; il est créé quand IMAP est activé dans les paramètres.',
  'netease-switch-on':
    'IMAP et SMTP sont désactivés tant qu’ils ne sont pas activés dans les paramètres de la boîte aux lettres.',
  'proton-no-servers':
    'Proton Mail n’a pas de serveurs IMAP et SMTP sur Internet. Son programme Bridge, pour les formules payantes, les fournit sur l’ordinateur de l’utilisateur, que Postern ne peut pas atteindre.',
};

import { formats } from './formats';

const applied = (name: string, date: string) => `Règles appliquées par ${name} le ${formats.day(date)}`;

/** Texts about links for IT, for the admin who sends them and for the IT that opens them; part of the catalogue in `catalogue.ts`. */
export const linkWords = {
  links: {
    title: 'Liens pour le service informatique',
    lead: 'Un lien montre à votre service informatique, sans compte, ce qu’il faut autoriser : la fiche, les règles pour ses équipements et les adresses. Il expire de lui-même, et vous pouvez le révoquer.',
    send: 'Envoyer au service informatique',
    all: 'Tous les liens',
    columns: ['Créé', 'Domaines', 'État', 'Expire'],
    by: (name: string) => `par ${name}`,
    allDomains: 'Tous les domaines',
    states: { ended: 'Expiré', new: 'Pas encore ouvert', opened: 'Ouvert' },
    applied,
    revoke: 'Révoquer',
    empty: 'Aucun lien pour l’instant',
    emptyHelp: 'Créez-en un pour envoyer à votre service informatique tout ce dont il a besoin.',
    form: {
      lead: 'Toute personne qui a le lien voit les serveurs et les ports de ces domaines, et rien d’autre de votre compte.',
      life: 'Expire',
      lives: { '7': 'Dans 7 jours', '14': 'Dans 14 jours', '30': 'Dans 30 jours', '90': 'Dans 90 jours' },
      submit: 'Créer le lien',
    },
    made: {
      title: 'Le lien est prêt',
      detail:
        'Copiez-le maintenant et envoyez-le à votre service informatique. Il ne pourra plus être affiché.',
      copy: 'Copier le lien',
      lost: 'La connexion a été perdue lors de la création de ce lien, il ne peut donc pas être affiché. Révoquez-le et créez-en un autre.',
    },
    revocation: {
      title: 'Révoquer ce lien ?',
      detail: 'Plus personne ne pourra l’ouvrir. Cette action est définitive.',
      confirm: 'Révoquer le lien',
    },
  },
  it: {
    title: 'Autorisez nos connexions de messagerie',
    asked: (account: string, by: string) =>
      `${account} vous demande d’autoriser les connexions ci-dessous vers ses serveurs de messagerie. Le lien a été créé par ${by}.`,
    ends: 'Ce lien expire',
    ended: 'Ce lien n’est plus valable',
    endedHelp: 'Il a expiré ou a été révoqué. Demandez-en un nouveau à la personne qui vous l’a envoyé.',
    sheet: 'Ce qu’il faut autoriser',
    files: 'Règles pour vos équipements',
    feeds: 'Adresses pour les pare-feu qui récupèrent la liste',
    feedsHelp:
      'Un pare-feu s’y connecte avec un jeton d’accès du rôle Réseau. Demandez-en un à la personne qui vous a envoyé ce lien ; le lien lui-même n’est pas accepté.',
    applied: {
      title: 'Les règles sont-elles appliquées ?',
      lead: 'Dites-le à ceux qui vous ont envoyé ce lien. Ils voient votre nom et la date.',
      name: 'Votre nom',
      date: 'Appliquées le',
      check: 'Les règles sont appliquées',
      submit: 'Envoyer',
      done: applied,
    },
  },
};

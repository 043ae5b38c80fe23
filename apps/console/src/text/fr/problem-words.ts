const programmersError = 'Rechargez la page et réessayez. Si l’erreur se reproduit, merci de la signaler.';

/** What people read for each problem code of the API. */
export const problemWords = {
  'account-needed': { title: 'Aucun compte n’est choisi', action: 'Choisissez un compte et réessayez.' },
  'allowlist-refused': {
    title: 'La liste contient des erreurs',
    action: 'Rien n’a été publié. Corrigez les erreurs et réessayez.',
  },
  'body-too-large': { title: 'C’est trop à la fois', action: 'Divisez-le en plus petites parties.' },
  'cannot-act-on-it': { title: 'Cette action est impossible', action: '' },
  conflict: { title: 'Ce nom est déjà utilisé', action: 'Choisissez un autre nom.' },
  'console-error': { title: 'Une erreur s’est produite sur cette page', action: programmersError },
  'import-interrupted': {
    title: 'L’importation a été interrompue',
    action: 'Rien n’a été importé. Importez à nouveau le fichier.',
  },
  'database-full': {
    title: 'Le disque de la base de données est plein',
    action: 'Rien n’a été modifié. Prévenez les personnes qui exploitent Postern.',
  },
  'database-read-only': {
    title: 'Rien ne peut être modifié pour le moment',
    action: 'Rien n’a été modifié. Prévenez les personnes qui exploitent Postern si cela persiste.',
  },
  'database-slow': {
    title: 'La base de données a mis trop de temps',
    action: 'Rechargez la page avant de recommencer une modification.',
  },
  'domain-already-configured': {
    title: 'Ce domaine a déjà des paramètres',
    action: 'Modifiez les paramètres existants, ou remplacez-les par l’autre type.',
  },
  forbidden: {
    title: 'Votre rôle ne le permet pas',
    action: 'Adressez-vous à un super administrateur de votre compte.',
  },
  'header-too-large': {
    title: 'Le navigateur a envoyé trop de données',
    action: 'Supprimez les cookies de ce site.',
  },
  'https-required': {
    title: 'Les mots de passe et les jetons exigent une connexion sécurisée',
    action:
      'Ouvrez cette page en https. Pour l’essayer sans certificat, redirigez le port avec « ssh -L 3000:127.0.0.1:3000 votre-serveur » et ouvrez http://127.0.0.1:3000.',
  },
  'idempotency-key-reused': {
    title: 'Cela a déjà été envoyé avec d’autres valeurs',
    action: 'Réessayez.',
  },
  'if-match-required': { title: 'La page n’est plus à jour', action: 'Rechargez-la et réessayez.' },
  'import-refused': {
    title: 'Le fichier ne peut pas être importé',
    action: 'Rien n’a été importé. Corrigez les lignes ci-dessous et vérifiez à nouveau.',
  },
  'internal-error': {
    title: 'Une erreur s’est produite sur le serveur',
    action: 'Réessayez. Si l’erreur se reproduit, signalez l’identifiant de la requête.',
  },
  'invalid-body': { title: 'Le serveur n’a pas compris cette page', action: programmersError },
  'invalid-input': { title: 'Certains champs sont à corriger', action: '' },
  'invalid-request': { title: 'Le serveur n’a pas compris cette page', action: programmersError },
  'kind-is-fixed': {
    title: 'Le type de ces paramètres ne peut pas être modifié',
    action: 'Rouvrez les paramètres : vous pourrez les y remplacer par l’autre type.',
  },
  'method-not-allowed': { title: 'Le serveur n’a pas compris cette page', action: programmersError },
  'no-answer': { title: 'Postern est injoignable', action: 'Vérifiez le réseau et réessayez.' },
  'mail-not-set-up': {
    title: 'L’envoi d’e-mails n’est pas configuré',
    action: 'Un opérateur de cette installation le configure ; les webhooks fonctionnent sans.',
  },
  'no-entries': {
    title: 'Aucune adresse n’est publiée pour ce choix',
    action: 'Choisissez une autre liste.',
  },
  'not-found': {
    title: 'Cet élément n’existe plus',
    action: 'Quelqu’un l’a supprimé entre-temps. Votre saisie est conservée.',
  },
  'origin-mismatch': {
    title: 'Cette page est ouverte sous une autre adresse que celle attendue par le serveur',
    action: 'Ouvrez la console sous l’adresse pour laquelle l’installation est configurée.',
  },
  'provider-required': {
    title: 'Les jetons d’accès ne connectent pas à cette console',
    action: 'Connectez-vous avec le fournisseur de votre organisation.',
  },
  'request-timeout': {
    title: 'La connexion est trop lente',
    action: 'Rien n’a été modifié. Réessayez.',
  },
  'revision-is-stale': {
    title: 'Quelqu’un a modifié cet élément entre-temps',
    action: 'Rechargez-le et refaites vos modifications.',
  },
  'rules-refused': {
    title: 'Aucune règle ne peut être établie',
    action: 'Corrigez ce qu’indiquent les remarques.',
  },
  'temporarily-unavailable': {
    title: 'La base de données est injoignable',
    action: 'Rien n’a été modifié. Réessayez dans un instant.',
  },
  'too-many-requests': { title: 'Trop de tentatives', action: 'Réessayez plus tard.' },
  'token-refused': {
    title: 'Ce jeton d’accès n’est pas valable',
    action:
      'Il contient peut-être une faute de frappe, a expiré ou a été révoqué. Demandez-en un autre à un super administrateur.',
  },
  unauthenticated: {
    title: 'Votre session est terminée',
    action: 'Reconnectez-vous pour continuer. Votre saisie est conservée.',
  },
  'unexpected-answer': {
    title: 'La réponse ne vient pas de Postern',
    action: 'Un proxy entre vous et Postern en est peut-être la cause. Réessayez.',
  },
  'unknown-data-center': {
    title: 'La liste ne contient pas ce centre de données',
    action: 'Choisissez-en un autre.',
  },
  'unsupported-media-type': {
    title: 'Ce type de fichier n’est pas pris en charge',
    action: 'Choisissez un fichier CSV ou NDJSON.',
  },
};

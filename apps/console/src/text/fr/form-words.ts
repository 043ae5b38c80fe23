/** Texts of the forms with mail servers. */
export const formWords = {
  form: {
    addImap: 'Ajouter des paramètres IMAP',
    addExchange: 'Ajouter des paramètres Exchange',
    update: 'Mettre à jour',
    replaceBy: {
      imap: 'Remplacer par des paramètres IMAP',
      exchange: 'Remplacer par des paramètres Exchange',
    },
    changes: 'Ce qui change',
    changeColumns: ['Champ', 'Enregistré', 'Nouveau'],
    noValue: 'rien',
    saving: 'Enregistrement',
    saved: 'Les paramètres sont enregistrés.',
    unchanged: 'Il n’y a rien à modifier : ces paramètres sont déjà enregistrés.',
    test: 'Tester sans enregistrer',
    afterAdd: 'Les serveurs sont vérifiés dès l’enregistrement, sans aucun mot de passe.',
    afterUpdate:
      'Les nouvelles connexions utilisent les nouvelles valeurs. Les boîtes aux lettres déjà connectées ne sont pas concernées.',
    afterReplace:
      'Le domaine a toujours des paramètres d’un seul type, et son historique continue. Les boîtes aux lettres déjà connectées ne sont pas concernées.',
    domain: 'Nom de domaine',
    domainHelp: 'Le domaine de vos adresses e-mail : ce qui suit l’@.',
    domainFixed:
      'Le domaine ne peut pas être modifié. Supprimez plutôt ces paramètres et ajoutez-en de nouveaux.',
    hasMailboxes: 'Ce domaine a des boîtes aux lettres',
    use: (value: string) => `Utiliser ${value}`,
    learn: 'Où trouver ces informations',
    tlsHelp: 'Réglé pour vous lorsque le port est habituel.',
    allow: 'Autoriser un certificat non sécurisé',
    allowHelp:
      'Uniquement pour un certificat qu’aucune autorité de certification n’a signé. Seul le certificat que le serveur présente maintenant est alors accepté.',
    imap: {
      heading: 'Courrier entrant (IMAP)',
      host: 'Nom du serveur IMAP',
      hostHelp: 'Votre logiciel de messagerie l’appelle « serveur de courrier entrant ».',
      placeholder: 'imap.example.com',
      port: 'Port IMAP',
      portHelp: 'En général 993 ou 143.',
      tls: 'Mode TLS d’IMAP',
    },
    smtp: {
      heading: 'Courrier sortant (SMTP)',
      host: 'Nom du serveur SMTP',
      hostHelp: 'Votre logiciel de messagerie l’appelle « serveur de courrier sortant ».',
      placeholder: 'smtp.example.com',
      port: 'Port SMTP',
      portHelp: 'En général 465 ou 587.',
      tls: 'Mode TLS de SMTP',
    },
    exchange: {
      label: 'URL Exchange',
      help: 'L’adresse des services web Exchange (EWS) ; son chemin est en général /EWS/Exchange.asmx.',
      placeholder: 'https://mail.example.com/EWS/Exchange.asmx',
    },
    whereToFind: {
      imap: [
        [
          'Outlook',
          'Fichier › Paramètres du compte › Paramètres du compte, choisissez le compte, Modifier : « Serveur de courrier entrant » ; le port est sous Paramètres supplémentaires › Options avancées.',
        ],
        [
          'Thunderbird',
          'Paramètres des comptes › Paramètres serveur : « Nom du serveur », « Port » et « Sécurité de la connexion ».',
        ],
        ['Apple Mail', 'Mail › Réglages › Comptes › Réglages du serveur : « Serveur de réception (IMAP) ».'],
        [
          'Votre fournisseur',
          'Cherchez « IMAP » dans ses pages d’aide, ou demandez à la personne qui gère votre serveur de messagerie.',
        ],
      ],
      smtp: [
        [
          'Outlook',
          'Même fenêtre : « Serveur de courrier sortant (SMTP) » ; le port est sous Paramètres supplémentaires › Options avancées.',
        ],
        ['Thunderbird', 'Paramètres des comptes › Serveur sortant (SMTP), choisissez le serveur.'],
        ['Apple Mail', 'Mail › Réglages › Comptes › Réglages du serveur : « Serveur d’envoi (SMTP) ».'],
        [
          'Votre fournisseur',
          'Cherchez « SMTP » ou « courrier sortant » dans ses pages d’aide. Le port 25 sert aux échanges entre serveurs, pas aux logiciels de messagerie.',
        ],
      ],
      exchange: [
        [
          'Outlook sous Windows',
          'Maintenez Ctrl, cliquez avec le bouton droit sur l’icône d’Outlook dans la barre des tâches, État de la connexion ou Tester la configuration automatique de la messagerie : « URL EWS ».',
        ],
        ['Exchange Management Shell', 'Get-WebServicesVirtualDirectory | Format-List ExternalUrl'],
        [
          'Votre service informatique',
          'Demandez l’adresse EWS. Elle diffère de celle d’Outlook sur le web, mais a en général le même nom d’hôte.',
        ],
      ],
    } satisfies Readonly<Record<'imap' | 'smtp' | 'exchange', readonly (readonly [string, string])[]>>,
    messages: {
      required: 'Ce champ est obligatoire.',
      port: 'Un port est un nombre de 1 à 65535.',
      publicSuffix:
        'D’autres personnes enregistrent des domaines sous ce nom. Si des adresses e-mail se terminent ainsi, confirmez-le ci-dessous.',
      password: 'Le mot de passe est obligatoire.',
      accessToken: 'Le jeton d’accès est obligatoire.',
    },
  },
};

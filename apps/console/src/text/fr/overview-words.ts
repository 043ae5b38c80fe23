import { formats } from './formats';

const { number, plural } = formats;

/** Texts of the overview. */
export const overviewWords = {
  overview: {
    title: 'Vue d’ensemble',
    lead: 'L’état des serveurs de messagerie de vos domaines, et ce qui demande votre attention.',
    toList: 'Aller aux activités',
    tiles: {
      total: 'Domaines',
      passed: 'Vérifiés',
      failed: 'En échec',
      running: 'En cours de vérification',
      unverified: 'Non vérifiés',
      hints: 'Autres serveurs publiés',
      attempts: 'Tentatives d’utilisateurs',
    },
    nextCheck: 'Prochaine vérification régulière',
    noCheck: 'Aucune vérification régulière n’est prévue.',
    failures: 'Ce qui ne fonctionne pas',
    failureColumns: ['Serveur', 'Ce qui s’est passé', 'Domaines', 'Depuis'],
    more: (count: number) => `Et ${number(count)} de plus.`,
    toFailing: 'Afficher tous les domaines en échec',
    certificates: 'Certificats qui expirent bientôt',
    certificateColumns: ['Serveur', 'Temps restant', 'Domaines'],
    ending: 'Accès qui expirent bientôt',
    endingColumns: ['Quoi', 'Nom', 'Fin'],
    endingKinds: { 'certificate-authority': 'Autorité de certification', token: 'Jeton' },
    domains: (count: number) => plural(count, { one: '# domaine', other: '# domaines' }),
    servers: 'Serveurs',
    serversHelp:
      'Résultats des vérifications régulières des 30 derniers jours. Une barre plus haute correspond à une réponse plus lente.',
    serversLimit:
      '50 serveurs au plus sont affichés : d’abord ceux en échec, puis ceux que le plus de domaines utilisent.',
    serverColumns: ['Serveur', '30 jours', 'Temps de réponse', 'Utilisé par', 'Prochaine vérification'],
    noDays: 'Aucune vérification régulière pour l’instant',
    strip: (days: number, failed: number) =>
      `Vérifié pendant ${plural(days, { one: '# jour', other: '# jours' })}, ${failed === 0 ? 'sans échec' : `avec des échecs pendant ${plural(failed, { one: '# jour', other: '# jours' })}`}`,
    day: (
      day: string,
      { checks, failures, meanMs }: { checks: number; failures: number; meanMs: number | null },
    ) =>
      `${formats.day(day)} : ${plural(checks, { one: '# vérification', other: '# vérifications' })}, dont ${plural(failures, { one: '# échec', other: '# échecs' })}${meanMs === null ? '' : `, ${formats.milliseconds(meanMs)}`}`,
    changes: 'Modifications depuis votre dernière visite',
    latestChanges: 'Dernières modifications',
    noChanges: 'Rien n’a changé.',
    allowlist: (revision: number) => `Révision ${number(revision)} de la liste d’autorisation d’adresses IP`,
  },
};

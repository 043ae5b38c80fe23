import { formatsOf } from '../formats';

export const formats = formatsOf('fr', {
  colon: ' :',
  ago: (time) => `il y a ${time}`,
  ahead: (time) => `dans ${time}`,
  units: {
    second: { one: '# seconde', other: '# secondes' },
    minute: { one: '# minute', other: '# minutes' },
    hour: { one: '# heure', other: '# heures' },
    day: { one: '# jour', other: '# jours' },
    month: { other: '# mois' },
    year: { one: '# an', other: '# ans' },
  },
  named: {
    '0 second': 'maintenant',
    '-2 day': 'avant-hier',
    '-1 day': 'hier',
    '1 day': 'demain',
    '2 day': 'après-demain',
    '-1 month': 'le mois dernier',
    '1 month': 'le mois prochain',
    '-1 year': 'l’année dernière',
    '1 year': 'l’année prochaine',
  },
});

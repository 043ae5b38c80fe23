import { formatsOf } from '../formats';

export const formats = formatsOf('de', {
  colon: ':',
  ago: (time) => `vor ${time}`,
  ahead: (time) => `in ${time}`,
  units: {
    second: { one: '# Sekunde', other: '# Sekunden' },
    minute: { one: '# Minute', other: '# Minuten' },
    hour: { one: '# Stunde', other: '# Stunden' },
    day: { one: '# Tag', other: '# Tagen' },
    month: { one: '# Monat', other: '# Monaten' },
    year: { one: '# Jahr', other: '# Jahren' },
  },
  named: {
    '0 second': 'jetzt',
    '-2 day': 'vorgestern',
    '-1 day': 'gestern',
    '1 day': 'morgen',
    '2 day': 'übermorgen',
    '-1 month': 'letzten Monat',
    '1 month': 'nächsten Monat',
    '-1 year': 'letztes Jahr',
    '1 year': 'nächstes Jahr',
  },
});

import { formatsOf } from '../formats';

export const formats = formatsOf('en', {
  colon: ':',
  ago: (time) => `${time} ago`,
  ahead: (time) => `in ${time}`,
  units: {
    second: { one: '# second', other: '# seconds' },
    minute: { one: '# minute', other: '# minutes' },
    hour: { one: '# hour', other: '# hours' },
    day: { one: '# day', other: '# days' },
    month: { one: '# month', other: '# months' },
    year: { one: '# year', other: '# years' },
  },
  named: {
    '0 second': 'now',
    '-1 day': 'yesterday',
    '1 day': 'tomorrow',
    '-1 month': 'last month',
    '1 month': 'next month',
    '-1 year': 'last year',
    '1 year': 'next year',
  },
});

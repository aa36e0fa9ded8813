import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCountdown,
  formatDuration,
  formatSpan,
  formatTimeMs,
  plural,
  shortId,
  shortLock,
} from '../../../renderer/ui/format.ts';
import { parseSpan } from '../../../renderer/ui/parse-span.ts';
import { initialsOf } from '../../../renderer/ui/avatar.tsx';
import { resolveTheme } from '../../../renderer/ui/theme.ts';
import { NOON } from '../support/fixtures.ts';

// oxfmt-ignore
const cases: [what: string, shown: string, expected: string][] = [
  ['no bytes',          formatBytes(0),                        '0 B'],
  ['bytes',             formatBytes(812),                      '812 B'],
  ['kilobytes',         formatBytes(2_150),                    '2.1 KB'],
  ['many kilobytes',    formatBytes(188_416),                  '184 KB'],
  ['almost a megabyte', formatBytes(1_048_570),                '1,024 KB'],
  ['gigabytes',         formatBytes(1_288_490_189),            '1.2 GB'],
  ['a short while',     formatDuration(0.42),                  '0.4 ms'],
  ['milliseconds',      formatDuration(11.4),                  '11 ms'],
  ['seconds',           formatDuration(2_449),                 '2.4 s'],
  ['minutes',           formatDuration(125_000),               '2 min 5 s'],
  ['unknown',           formatDuration(null),                  '–'],
  ['a lock’s time',     formatSpan(1_799_000),                 '29 min 59 s'],
  ['days',              formatSpan(183_600_000),               '2 d 3 h'],
  ['nothing',           formatSpan(0),                         '0 s'],
  ['a countdown',       formatCountdown(NOON + 599_400, NOON), '10:00'],
  ['a long countdown',  formatCountdown(NOON + 3_840_000, NOON), '1:04:00'],
  ['a countdown’s end', formatCountdown(NOON, NOON),           'expired'],
  ['a time',            formatTimeMs(NOON + 7),                '14:15:00.007'],
  ['one',               plural(1, 'lock'),                     '1 lock'],
  ['several',           plural(1_200, 'lock'),                 '1,200 locks'],
  ['a short id',        shortId('abc'),                        'abc'],
  ['a long id',         shortId('0b6e7c1a-52f4-4d0e-9a3e'),    '0b6e7c1…9a3e'],
  ['an Office lock',    shortLock('{"S":"4f1c22d0-77aa-4b7c","F":4,"M":"x"}'), '4f1c22d…4b7c'],
  ['initials',          initialsOf('Rina Castellano-Whitfield'), 'RC'],
  ['one name',          initialsOf('olivia'),                  'O'],
];

test.each(cases)('%s', (_what, shown, expected) => {
  expect(shown).toBe(expected);
});

// oxfmt-ignore
const spans: [text: string, bare: 'ms' | 's' | 'min', milliseconds: number | null][] = [
  ['250',        'ms',  250],
  ['90',         's',   90_000],
  ['45',         'min', 2_700_000],
  ['250 ms',     's',   250],
  ['1.5s',       'ms',  1_500],
  ['5 min',      's',   300_000],
  ['5 minutes',  's',   300_000],
  ['1h 30m',     's',   5_400_000],
  ['2d',         's',   172_800_000],
  ['29:59',      's',   1_799_000],
  ['1:04:00',    's',   3_840_000],
  ['soon',       's',   null],
  ['5 parsecs',  's',   null],
  ['-5',         's',   null],
  ['',           's',   null],
];

test.each(spans)('span %j in %s', (text, bare, milliseconds) => {
  expect(parseSpan(text, bare)).toBe(milliseconds);
});

test('the theme follows the system only when asked to', () => {
  expect(resolveTheme('system', true, false)).toBe('dark');
  expect(resolveTheme('system', false, false)).toBe('light');
  expect(resolveTheme('system', true, true)).toBe('high-contrast');
  expect(resolveTheme('light', true, true)).toBe('light');
});

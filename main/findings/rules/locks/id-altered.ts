import { toldLock } from '../../lock-reading.ts';
import { rule } from '../../rule.ts';
import { lockShown } from '../../words.ts';

export const lockIdAltered = rule({
  id: 'lock-id-altered',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [41],
  title: 'The lock comes back changed',
  what: 'The lock the host names differs from the one it was given only in spaces, letter case, length or JSON notation.',
  why: 'Lock ids are opaque. A host that parses, trims, folds or cuts them finds mismatches where there are none.',
  fix: 'Store up to 1024 ASCII characters as they came and compare them byte for byte.',
  spec: 'rest/concepts#lock',
  inspect(now, { file, isContested }) {
    const told = toldLock(now);
    const held = file.lock?.id;
    if (told === null || held === undefined || told === held || isContested) return null;
    const how = difference(held, told);
    return how === null ? null : `Given ${lockShown(held)}, the host names ${lockShown(told)}: ${how}.`;
  },
  outranks: ['held-lock-refused', 'lock-bound-to-user'],
  good: [['unchanged', ['Lock', { lock: '{"S":"a"}' }], ['GetLock']]],
  bad: [
    ['lower case', ['Lock', { lock: 'ABC-def' }], ['GetLock', { answer: { 'X-WOPI-Lock': 'abc-def' } }]],
    ['cut', ['Lock', { lock: 'x'.repeat(300) }], ['GetLock', { answer: { 'X-WOPI-Lock': 'x'.repeat(255) } }]],
    [
      'JSON rewritten',
      ['Lock', { lock: '{"S":"a","F":4}' }],
      ['GetLock', { answer: { 'X-WOPI-Lock': '{"S": "a", "F": 4}' } }],
    ],
  ],
});

function difference(given: string, told: string): string | null {
  if (given.trim() === told.trim()) return 'spaces were removed';
  if (given.toLowerCase() === told.toLowerCase()) return 'letter case was changed';
  if (told.length >= 16 && given.startsWith(told)) return `it was cut after ${told.length} characters`;
  return isSameJson(given, told) ? 'it was parsed and written anew' : null;
}

function isSameJson(left: string, right: string): boolean {
  if (!left.startsWith('{') || !right.startsWith('{')) return false;
  try {
    return JSON.stringify(JSON.parse(left)) === JSON.stringify(JSON.parse(right));
  } catch {
    return false;
  }
}

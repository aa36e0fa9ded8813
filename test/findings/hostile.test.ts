import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEngine, inspectAll } from '../../main/findings/engine.ts';
import { play } from '../../main/findings/example.ts';
import type { Step } from '../../main/findings/example.ts';
import { explain } from '../../main/findings/explain/index.ts';
import { RULES } from '../../main/findings/rules/index.ts';
import type { Rule } from '../../main/findings/rule.ts';

const OPERATIONS = [...new Set(RULES.flatMap(({ bad }) => bad.flatMap(([, ...steps]) => steps.map(([name]) => name))))];
const PROPERTIES = [
  'BaseFileName',
  'Version',
  'Size',
  'SHA256',
  'Url',
  'Name',
  'FileUrl',
  'Bootstrap',
  'AccessTokenInfo',
  'AncestorsWithRootFirst',
  'ChildFiles',
  'ContainerPointer',
  'UserCanWrite',
  'PostMessageOrigin',
];
const HEADERS = [
  'X-WOPI-Lock',
  'X-WOPI-OldLock',
  'X-WOPI-ItemVersion',
  'X-WOPI-TimeStamp',
  'X-WOPI-RelativeTarget',
  'X-WOPI-SuggestedTarget',
  'X-WOPI-RequestedName',
  'X-WOPI-Size',
  'Authorization',
  'X-WOPI-Override',
  'WWW-Authenticate',
  'Location',
  'Content-Type',
  'Content-Length',
];

const headers = fc.dictionary(fc.constantFrom(...HEADERS), fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null)), {
  maxKeys: 4,
});
const step: fc.Arbitrary<Step> = fc
  .record(
    {
      after: fc.integer({ min: -10, max: 4000 }),
      took: fc.integer({ min: 0, max: 100_000 }),
      file: fc.constantFrom('doc1', 'doc2'),
      token: fc.constantFrom('t1', 't2', 'INVALID', '‹token …abcdef›', '%'),
      status: fc.constantFrom(200, 200, 206, 302, 400, 401, 404, 409, 423, 500, 501, null),
      request: headers,
      answer: headers,
      body: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.json(),
        fc.dictionary(fc.constantFrom(...PROPERTIES), fc.jsonValue()),
      ),
      query: fc.dictionary(fc.constantFrom('access_token_ttl', 'WOPISrc', 'ui'), fc.string({ unit: 'binary' }), {
        maxKeys: 2,
      }),
    },
    { requiredKeys: [] },
  )
  .chain((given) => fc.constantFrom(...OPERATIONS).map((operation): Step => [operation, given]));

test('no exchange makes a rule or an explainer fail', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const observed = play(['', ...steps]);
      for (const { evidence } of inspectAll(RULES, observed)) expect(evidence.length).toBeLessThan(800);
      for (const question of ['read-only', 'not-opened', 'still-locked', 'refused'] as const)
        expect(explain(question, observed).sentence).not.toBe('');
    }),
    { numRuns: 150 },
  );
});

test('a rule that fails silences no other', () => {
  const broken: Rule = {
    ...(RULES[0] as Rule),
    id: 'broken',
    isEverywhere: true,
    inspect: () => {
      throw new Error('no');
    },
  };
  const failures: string[] = [];
  const engine = createEngine([broken, ...RULES], (rule) => failures.push(rule));
  const [observed] = play(['', ['GetFile', { status: 500 }]]);
  expect(observed && engine.inspect(observed).map(({ rule }) => rule)).toEqual(['host-failed']);
  expect(failures).toEqual(['broken']);
});

test('memory stays small, however many files, tokens, locks and sessions come', () => {
  const engine = createEngine(RULES);
  const steps = Array.from({ length: 6000 }, (_, index): Step => [
    'Lock',
    { lock: `L${index}`, file: `f${index}`, token: `t${index}`, session: `s${index}` },
  ]);
  const observed = play(['', ...steps]);
  const heap = (): number => process.memoryUsage().heapUsed;
  const before = heap();
  for (const one of observed) engine.inspect(one);
  expect((heap() - before) / 1024 / 1024).toBeLessThan(64);
});

test('a hostile page is read in no time', () => {
  const page = `<form><input name="access_token">${'<script>'.repeat(30_000)}`;
  const started = performance.now();
  inspectAll(RULES, play(['', ['Other', { url: '/open/1', body: page }]]));
  expect(performance.now() - started).toBeLessThan(2_000);
});

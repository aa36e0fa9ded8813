import { describe, expect, test } from 'vitest';
import { inspectAll } from '../../main/findings/engine.ts';
import type { Example } from '../../main/findings/example.ts';
import { play } from '../../main/findings/example.ts';
import { MISTAKES } from '../../main/findings/mistakes.ts';
import { RULES } from '../../main/findings/rules/index.ts';

/** Rules that speak about an example, alarms apart from plain information. */
function found(example: Example): { alarms: string[]; notes: string[]; evidence: string } {
  const raised = inspectAll(RULES, play(example));
  const ids = (isNote: boolean): string[] => [
    ...new Set(raised.filter(({ severity }) => (severity === 'information') === isNote).map(({ rule }) => rule)),
  ];
  return {
    alarms: ids(false),
    notes: ids(true),
    evidence: raised.map(({ rule, evidence }) => `${rule}: ${evidence}`).join('\n'),
  };
}

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test.each(rule.bad.map((example) => [example[0], example] as const))('finds: %s', (_, example) => {
    const { alarms, notes, evidence } = found(example);
    expect(rule.severity === 'information' ? notes : alarms, evidence).toContain(id);
    expect(
      alarms.filter((other) => other !== id),
      evidence,
    ).toEqual([]);
  });

  test.each(rule.good.map((example) => [example[0], example] as const))('is silent: %s', (_, example) => {
    const { alarms, notes, evidence } = found(example);
    expect(alarms, evidence).toEqual([]);
    expect(notes, evidence).not.toContain(id);
  });

  test('has words and examples', () => {
    for (const text of [rule.title, rule.what, rule.why, rule.fix]) expect(text.length).toBeGreaterThan(8);
    expect(rule.good.length).toBeGreaterThan(0);
    expect(rule.bad.length).toBeGreaterThan(0);
    expect(rule.spec).toMatch(/^https:\/\/learn\.microsoft\.com\/microsoft-365\/cloud-storage-partner-program\/[a-z]/);
  });
});

test('ids are unique, and rules refer to rules that exist', () => {
  const ids = RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(RULES.flatMap(({ outranks = [] }) => outranks).filter((id) => !ids.includes(id))).toEqual([]);
});

test('every recorded mistake is recognized, or it is said why not', () => {
  const recognized = new Set(RULES.flatMap(({ mistakes }) => mistakes));
  expect(MISTAKES).toHaveLength(113);
  expect(MISTAKES.filter(({ number, unseen }) => recognized.has(number) === (unseen !== null))).toEqual([]);
});

test('every mistake that is recognized is reproduced by an example of its own', () => {
  const examples = RULES.flatMap(({ mistakes, bad }) => bad.map(() => mistakes));
  const takenBy = new Map<number, number>();
  /** Gives the mistake an example, moving others to another one of theirs where that helps. */
  const place = (mistake: number, tried: Set<number>): boolean =>
    examples.some((mistakes, index) => {
      if (!mistakes.includes(mistake) || tried.has(index)) return false;
      tried.add(index);
      const holder = takenBy.get(index);
      if (holder !== undefined && !place(holder, tried)) return false;
      takenBy.set(index, mistake);
      return true;
    });
  const left = MISTAKES.filter(({ number, unseen }) => unseen === null && !place(number, new Set()));
  expect(left).toEqual([]);
});

test('the same sequence finds the same', () => {
  const sequence = RULES.flatMap(({ bad }) => bad.flatMap(play));
  expect(inspectAll(RULES, sequence)).toEqual(inspectAll(RULES, sequence));
});

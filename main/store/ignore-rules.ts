import type { ExchangeRow, IgnoreRule, IgnoreWish, LeftOut, Publish } from '../../preload/contract.ts';
import { matches } from './wildcard.ts';
import type { SettingsStore } from './settings.ts';

/** What is not recorded, and how often that was. */
export interface IgnoreRules {
  list(): IgnoreRule[];
  get(id: number): IgnoreRule;
  add(wish: IgnoreWish): IgnoreRule;
  switch(id: number, isOn: boolean): IgnoreRule;
  remove(id: number): void;
  /** Whether a running request will be left out, as far as that can be known before its answer. */
  expects(row: ExchangeRow): boolean;
  /** Whether a rule leaves the exchange out, and counts it if so; without rules nobody asks what it is like. */
  leavesOut(describe: () => ExchangeRow): boolean;
  /** null while no rule is in force and none has left anything out. */
  summary(): LeftOut | null;
  /** Called when rules change and, at most once a second, when they leave something out. */
  onChange(listener: () => void): void;
  /** Writes down what was counted. */
  flush(): void;
}

interface IgnoreRulesOptions {
  settings: Pick<SettingsStore, 'recall' | 'remember'>;
  publish: Publish;
  wallNow: () => number;
}

const TELL_AFTER_MS = 1000;
const MOST_RULES = 100;

/** Rules are few and asked for with every exchange: they are kept in memory, written when they change. */
export function createIgnoreRules({ settings, publish, wallNow }: IgnoreRulesOptions): IgnoreRules {
  let rules = settings.recall('ignoreRules') ?? [];
  const listeners: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    settings.remember('ignoreRules', rules);
    publish({ type: 'ignore-rules', rules });
    for (const listener of listeners) listener();
  };
  const get = (id: number): IgnoreRule => {
    const rule = rules.find((one) => one.id === id);
    if (!rule) throw new Error('This ignore rule does not exist any more. Settings lists those there are.');
    return rule;
  };
  const replace = (next: IgnoreRule): IgnoreRule => {
    rules = rules.map((rule) => (rule.id === next.id ? next : rule));
    tell();
    return next;
  };

  return {
    list: () => rules,
    get,
    add(wish) {
      if (CONDITIONS.every((name) => wish[name] === null))
        throw new Error('A rule needs at least one condition: without any it would leave out all requests.');
      if (rules.length >= MOST_RULES) throw new Error(`${MOST_RULES} rules are the most. Remove one first.`);
      const same = rules.find((rule) => CONDITIONS.every((name) => rule[name] === wish[name]));
      if (same) throw new Error('There is such a rule already. Settings lists it.');
      const id = 1 + Math.max(0, ...rules.map((rule) => rule.id));
      const rule: IgnoreRule = { ...wish, id, isOn: true, count: 0, since: wallNow() };
      rules = [...rules, rule];
      tell();
      return rule;
    },
    switch: (id, isOn) => replace({ ...get(id), isOn }),
    remove(id) {
      get(id);
      rules = rules.filter((rule) => rule.id !== id);
      tell();
    },
    expects: (row) => rules.some((rule) => rule.isOn && rule.status === null && fits(rule, row)),
    leavesOut(describe) {
      if (!rules.some(({ isOn }) => isOn)) return false;
      const row = describe();
      const rule = rules.find((one) => one.isOn && fits(one, row));
      if (!rule) return false;
      rule.count += 1;
      timer ??= setTimeout(tell, TELL_AFTER_MS).unref();
      return true;
    },
    summary() {
      const on = rules.filter(({ isOn }) => isOn).length;
      const counted = rules.filter(({ count }) => count > 0);
      if (on === 0 && counted.length === 0) return null;
      const count = counted.reduce((sum, rule) => sum + rule.count, 0);
      return { rules: on, count, since: Math.min(...(counted.length > 0 ? counted : rules).map(({ since }) => since)) };
    },
    onChange: (listener) => void listeners.push(listener),
    flush() {
      if (timer !== undefined) tell();
    },
  };
}

/** For traffic that nobody records. */
export const NO_IGNORE_RULES: Pick<IgnoreRules, 'expects' | 'leavesOut' | 'summary' | 'onChange'> = {
  expects: () => false,
  leavesOut: () => false,
  summary: () => null,
  onChange: () => undefined,
};

const CONDITIONS = ['operation', 'path', 'client', 'personId', 'status'] as const;

function fits(rule: IgnoreRule, row: ExchangeRow): boolean {
  return CONDITIONS.every((name) => {
    const wanted = rule[name];
    if (wanted === null) return true;
    if (name === 'status') return row.status !== null && isStatus(wanted, row.status);
    return matches(wanted, row[name] ?? '');
  });
}

/** `409`, or `4xx` for all that begin with 4. */
function isStatus(wanted: string, status: number): boolean {
  const { from, to } = statusRange(wanted);
  return status >= from && status <= to;
}

export function statusRange(wanted: string): { from: number; to: number } {
  return { from: Number(wanted.replaceAll('x', '0')), to: Number(wanted.replaceAll('x', '9')) };
}

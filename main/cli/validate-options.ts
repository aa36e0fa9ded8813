import type {
  ConformanceCaseRow,
  ConformanceGroupRow,
  ConformanceRunRow,
  ConformanceSuite,
  ConformanceTargetCategory,
} from '../../preload/contract.ts';
import { nearest } from '../nearest.ts';
import { CliError, EXIT } from './terminal.ts';

export interface ValidateOptions {
  wopisrc?: string;
  token?: string;
  ttl: number;
  suite?: 'official' | 'own' | 'all';
  category: ConformanceTargetCategory;
  group: string[];
  name: string[];
  profile?: string;
  includeDelays?: boolean;
  testCases?: string;
  junit?: string;
  json?: string;
  data?: string;
}

/** What came of a run, wherever it ran. */
export interface Judged {
  row: Omit<ConformanceRunRow, 'id'>;
  cases: readonly ConformanceCaseRow[];
  report(format: 'junit' | 'json'): Promise<string>;
}

export interface Suites {
  suites: ConformanceSuite[];
  /** What is said when Microsoft's cases are left out and nobody had asked for them by name. */
  leftOut: string | null;
}

/** Both suites unless one was asked for. */
export function suitesOf(wanted: ValidateOptions['suite'], officialProblem: string | null): Suites {
  if (wanted === 'own') return { suites: ['own'], leftOut: null };
  if (officialProblem === null)
    return { suites: wanted === 'official' ? ['official'] : ['official', 'own'], leftOut: null };
  if (wanted !== undefined) throw new CliError(`${officialProblem} (--test-cases FILE)`, EXIT.usage);
  return { suites: ['own'], leftOut: `Microsoft’s cases are left out. ${officialProblem} (--test-cases FILE)` };
}

/** A group that does not exist is answered with the one that was probably meant. */
export function checkChoice(
  what: string,
  wanted: readonly string[],
  offered: readonly Pick<ConformanceGroupRow, 'name'>[],
): void {
  const names = offered.map(({ name }) => name);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new CliError(`There is no ${what} “${unknown}”. Did you mean “${nearest(unknown, names) ?? ''}”?`, EXIT.usage);
}

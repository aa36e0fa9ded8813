import type { ConformanceCase, ConformanceRuleFinding } from '../../preload/contract.ts';
import type { ReportedRun } from './report.ts';

/** A page for people: totals, what failed and why, what was skipped and why, warnings. */
export function writeMarkdown(run: ReportedRun, cases: readonly ConformanceCase[], version: string): string {
  const failed = cases.filter(({ verdict }) => verdict === 'failed');
  const warned = cases.filter(({ warningCount }) => warningCount > 0);
  return [
    '# WOPI conformance',
    '',
    `${cell(run.target)}, ${new Date(run.startedAt).toISOString()}, category ${run.category}, WOPI Sandbox ${version}.`,
    '',
    `**${run.passed} passed, ${run.failed} failed, ${run.skipped} skipped**, ${run.warnings} warnings.${run.state === 'finished' ? '' : ` The run was ${run.state}.`}`,
    ...(run.problem === null ? [] : ['', cell(run.problem)]),
    '',
    ...table(cases),
    ...section('Failed', failed.flatMap(failures)),
    ...section('Skipped', skips(cases)),
    ...section('Warnings', warned.flatMap(warnings)),
    ...section('Findings', ruleFindings(cases)),
  ].join('\n');
}

function table(cases: readonly ConformanceCase[]): string[] {
  const groups = [...new Set(cases.map(({ group }) => group))];
  const count = (group: string, verdict: ConformanceCase['verdict']): number =>
    cases.filter((one) => one.group === group && one.verdict === verdict).length;
  return [
    '| Group | Passed | Failed | Skipped |',
    '| --- | ---: | ---: | ---: |',
    ...groups.map(
      (group) =>
        `| ${cell(group)} | ${count(group, 'passed')} | ${count(group, 'failed')} | ${count(group, 'skipped')} |`,
    ),
    '',
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];
}

function failures(one: ConformanceCase): string[] {
  const found = one.steps.flatMap((step) => step.failures.map((failure) => ({ step, ...failure })));
  return [
    `### ${one.group} / ${one.name}`,
    '',
    one.description,
    ...(one.spec === null ? [] : ['', `Specification: <${one.spec}>`]),
    '',
    ...found.flatMap(({ step, message, expected, received }) => [
      `- ${step.name} (${step.method}, answered ${step.status ?? 'not at all'}): ${cell(message)}`,
      ...(expected === null ? [] : [`  - expected: ${code(expected)}`]),
      ...(received === null ? [] : [`  - received: ${code(received)}`]),
    ]),
    '',
  ];
}

/** One line per reason: a missing flag skips whole groups. */
function skips(cases: readonly ConformanceCase[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { verdict, reason, group } of cases) {
    if (verdict === 'skipped') byReason.set(reason ?? '', [...(byReason.get(reason ?? '') ?? []), group]);
  }
  return [...byReason].map(
    ([reason, groups]) => `- ${cell(reason)}: ${groups.length} cases of ${[...new Set(groups)].join(', ')}`,
  );
}

function warnings(one: ConformanceCase): string[] {
  return one.steps.flatMap((step) =>
    step.warnings.map(({ message, expected, received }) => {
      const detail = [
        expected === null ? '' : `expected ${code(expected)}`,
        received === null ? '' : `received ${code(received)}`,
      ].filter((part) => part !== '');
      return `- ${one.group} / ${one.name}, ${step.name}: ${cell(message)}${detail.length === 0 ? '' : ` (${detail.join(', ')})`}`;
    }),
  );
}

const EVIDENCE_SHOWN = 3;

/** What rules saw in the requests: a paragraph per rule, alarms first, with the cases it was seen in. */
function ruleFindings(cases: readonly ConformanceCase[]): string[] {
  const byRule = new Map<string, (ConformanceRuleFinding & { where: string })[]>();
  for (const { group, name, ruleFindings: found = [] } of cases)
    for (const one of found)
      byRule.set(one.rule, [...(byRule.get(one.rule) ?? []), { ...one, where: `${group} / ${name}` }]);
  const rank = { error: 0, warning: 1, information: 2 };
  return [...byRule.values()]
    .sort(([left], [right]) => rank[left?.severity ?? 'information'] - rank[right?.severity ?? 'information'])
    .flatMap((found) => {
      const [first] = found;
      if (!first) return [];
      return [
        `- **${cell(first.title)}** (${first.severity}, ${found.length} times). ${cell(first.fix)} <${first.spec}>`,
        ...found.slice(0, EVIDENCE_SHOWN).map(({ where, evidence }) => `  - ${cell(where)}: ${cell(evidence)}`),
        ...(found.length > EVIDENCE_SHOWN ? [`  - and ${found.length - EVIDENCE_SHOWN} more`] : []),
      ];
    });
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

function code(text: string): string {
  return `\`\`${text.replace(/\s+/g, ' ').replaceAll('``', "''")}\`\``;
}

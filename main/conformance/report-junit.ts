import type { ConformanceCase, ConformanceFinding, FindingMarks } from '../../preload/contract.ts';
import type { ReportedRun } from './report.ts';

/**
 * JUnit XML as CI servers read it: a suite per group. Warnings and findings go into the output of their case: neither
 * changes a verdict, here as in the other reports and in the exit code.
 */
export function writeJunit(run: ReportedRun, cases: readonly ConformanceCase[], version: string): string {
  const groups = [...new Set(cases.map(({ suite, group }) => `${suite}.${group}`))];
  const suites = groups.map((group) => {
    const own = cases.filter((one) => `${one.suite}.${one.group}` === group);
    const attributes = { name: group, ...counts(own), timestamp: new Date(run.startedAt).toISOString().slice(0, 19) };
    return element('testsuite', attributes, own.map(testCase));
  });
  const properties = element('properties', {}, [
    element('property', { name: 'tool', value: `WOPI Sandbox ${version}` }),
    element('property', { name: 'target', value: run.target }),
    element('property', { name: 'category', value: run.category }),
    ...(run.marks ? [element('property', { name: 'findings', value: marksWords(run.marks) })] : []),
  ]);
  const named = suites.map((suite, index) => (index === 0 ? suite.replace('>', `>\n${indent(properties)}`) : suite));
  return `<?xml version="1.0" encoding="utf-8"?>\n${element('testsuites', { name: 'WOPI conformance', ...counts(cases) }, named)}\n`;
}

function counts(cases: readonly ConformanceCase[]): Record<string, string> {
  const of = (verdict: ConformanceCase['verdict']): number =>
    cases.filter((one) => one.verdict === verdict && !one.isEngineError).length;
  return {
    tests: String(cases.length),
    failures: String(of('failed')),
    errors: String(cases.filter(({ verdict, isEngineError }) => verdict === 'failed' && isEngineError).length),
    skipped: String(cases.filter(({ verdict }) => verdict === 'skipped').length),
    time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

function testCase(one: ConformanceCase): string {
  const inner: string[] = [];
  if (one.verdict === 'skipped') inner.push(element('skipped', { message: one.reason ?? '' }));
  if (one.verdict === 'failed') {
    const findings = one.steps.flatMap((step) =>
      step.failures.map(
        (failure) => `${step.name} (${step.method} ${step.url}, ${step.status ?? 'no answer'}): ${line(failure)}`,
      ),
    );
    inner.push(
      element(one.isEngineError ? 'error' : 'failure', { message: one.reason ?? '' }, [escaped(findings.join('\n'))]),
    );
  }
  const warnings = one.steps.flatMap((step) => step.warnings.map((warning) => `${step.name}: ${line(warning)}`));
  const output = [...titled('Warnings:', warnings), ...titled(FINDINGS_TITLE, ruleFindings(one))];
  if (output.length > 0) inner.push(element('system-out', {}, [escaped(output.join('\n'))]));
  return element(
    'testcase',
    { classname: `${one.suite}.${one.group}`, name: one.name, time: seconds(one.durationMs) },
    inner,
  );
}

const FINDINGS_TITLE = 'Findings (what rules saw in the requests; they do not change the verdict):';
const RANK = { error: 0, warning: 1, information: 2 };

/** A line each, alarms first. */
function ruleFindings({ ruleFindings: found = [], steps }: ConformanceCase): string[] {
  return [...found]
    .sort((left, right) => RANK[left.severity] - RANK[right.severity])
    .map(({ rule, severity, title, evidence, fix, spec, step }) => {
      const name = step === null ? undefined : steps[step - 1]?.name;
      const where = step === null ? 'an earlier case' : `step ${step}${name === undefined ? '' : `, ${name}`}`;
      return `${severity} ${rule} (${where}): ${title}. ${evidence} What to do: ${fix} ${spec}`;
    });
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function marksWords({ errors, warnings, notes }: FindingMarks): string {
  return `${errors} errors, ${warnings} warnings, ${notes} notes`;
}

function line({ message, expected, received }: ConformanceFinding): string {
  return `${message}${expected === null ? '' : ` Expected: ${expected}.`}${received === null ? '' : ` Received: ${received}.`}`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function element(name: string, attributes: Record<string, string>, inner: readonly string[] = []): string {
  const open = `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')}`;
  return inner.length === 0 ? `${open}/>` : `${open}>\n${inner.map(indent).join('\n')}\n</${name}>`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot hold at all is dropped. */
function escaped(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '',
    )
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

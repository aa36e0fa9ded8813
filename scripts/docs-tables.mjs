// @ts-check
// The tables of docs/ that are written from the sources: every operation from its descriptor, every event from the
// contract, every rule of Findings from its table. `npm run docs` writes them; a test compares.

/**
 * @typedef {{ name: string, method: string, path: string, override?: string, when?: string, selector?: string, needs: string, advertises: readonly string[], spec: string }} Operation
 * @typedef {{ name: string, offers(operation: Operation): boolean }} Profile
 * @typedef {{ id: string, severity: string, topic: string, side: string, title: string, fix: string, spec: string, mistakes: readonly number[] }} Rule
 * @typedef {{ number: number, title: string, unseen: string | null }} Mistake
 */

const NOTE = '<!-- Written by `npm run docs`; change the sources it names instead. -->';

/** @type {readonly [title: string, prefix: string][]} */
const PLACES = [
  ['Files', '/wopi/files/'],
  ['Containers', '/wopi/containers/'],
  ['Ecosystem', '/wopi/ecosystem'],
  ['Bootstrapper', '/wopibootstrapper'],
];

/**
 * @param {readonly Operation[]} operations
 * @param {readonly Profile[]} profiles
 */
export function operationsPage(operations, profiles) {
  const sections = PLACES.map(([title, prefix]) => {
    const rows = operations.filter(({ path }) => path.startsWith(prefix)).map((operation) => row(operation, profiles));
    return `## ${title}\n\n| Operation | Request | Selected by | Needs | Announced by | Left out by |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Operations

${NOTE}

What the host offers, from the descriptors in \`main/wopi/operations\`. A flag of CheckFileInfo under *Announced by* is
true because the operation exists; a profile (Settings) under *Left out by* answers it with 501 and announces nothing.

${sections.join('\n')}`;
}

/** @param {Operation} operation @param {readonly Profile[]} profiles */
function row(operation, profiles) {
  const { name, method, path, override, when, selector, needs, advertises, spec } = operation;
  const selected = [
    ...(override === undefined ? [] : [`\`X-WOPI-Override: ${override}\``]),
    ...(when === undefined ? [] : [`\`${when}\``]),
    ...(selector === undefined ? [] : [`\`X-WOPI-EcosystemOperation: ${selector}\``]),
  ].join(' with ');
  const leftOut = profiles.filter((profile) => !profile.offers(operation)).map((profile) => profile.name);
  const cells = [
    `[${name}](${spec})`,
    `${method} \`${path.replace(':id', '{id}')}\``,
    selected,
    needs,
    advertises.map((flag) => `\`${flag}\``).join(', '),
    leftOut.length > 3 ? `all but ${others(profiles, leftOut)}` : leftOut.join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** @param {readonly Profile[]} profiles @param {readonly string[]} names */
function others(profiles, names) {
  return profiles
    .map(({ name }) => name)
    .filter((name) => !names.includes(name))
    .join(', ');
}

/** @param {string} contract the text of preload/contract/events.ts */
export function eventsPage(contract) {
  const union = /export type HostEvent =\n([\s\S]*?);\n\n/.exec(contract)?.[1] ?? '';
  const events = [...union.matchAll(/\/\*\* (.+) \*\/\n\s*\| \{ type: '([\w-]+)'(?:; )?(.*?) \}/g)];
  const count = union.split('| { type:').length - 1;
  if (events.length !== count) {
    throw new Error(
      `Of the ${count} events in preload/contract/events.ts ${events.length} say in a comment when they come.`,
    );
  }
  const rows = events.map(
    ([, when, type, carries]) =>
      `| \`${type}\` | ${(carries ?? '')
        .split('; ')
        .filter(Boolean)
        .map((field) => `\`${field.replaceAll('|', '\\|')}\``)
        .join(', ')} | ${when} |`,
  );
  return `# Events

${NOTE}

What the host tells the screen as it happens, from \`HostEvent\` in \`preload/contract/events.ts\`. Every event has a number one
higher than the one before; who finds a gap fetches the snapshot again.

| Event | Carries | When |
|---|---|---|
${rows.join('\n')}
`;
}

/** @type {readonly [title: string, topic: string][]} */
const TOPICS = [
  ['Access tokens', 'tokens'],
  ['CheckFileInfo', 'file-info'],
  ['Locks', 'locks'],
  ['Content and versions', 'content'],
  ['Names and folders', 'names'],
  ['Addresses and pages', 'addresses'],
  ['Proof keys', 'proof'],
  ['Mobile sign-in', 'mobile'],
  ['Answers', 'answers'],
  ['The client', 'client'],
];

/**
 * @param {readonly Rule[]} rules
 * @param {readonly Mistake[]} mistakes
 */
export function findingsPage(rules, mistakes) {
  const seen = mistakes.filter(({ unseen }) => unseen === null);
  const sections = TOPICS.map(([title, topic]) => {
    const rows = rules.filter((rule) => rule.topic === topic).map(ruleRow);
    return `### ${title}\n\n| Rule | Severity | Whose | What it finds | What to do | Mistakes |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  const byMistake = seen.map(({ number, title }) => {
    const ids = rules.filter((rule) => rule.mistakes.includes(number)).map(({ id }) => `\`${id}\``);
    return `| ${number} | ${title} | ${ids.join(', ')} |`;
  });
  return `# Findings

${NOTE}

Every request that ends is looked at with ${rules.length} rules: what is wrong, why it matters, what to do. A rule looks at the exchange
and at what came before it on the same file, session, lock and token, by the times of the exchanges; the memory is
bounded, and the same traffic finds the same again. Looking happens on the thread that stores traffic, after the answer is
out. Findings are kept and dropped together with their exchanges, and marked in Traffic.

*Error* and *warning* are alarms; *information* explains what looks odd and is not, at most once a minute per file and session. What test suites do wrong on purpose is
explained, not alarmed about. A rule can be muted with a reason: it goes on looking, and marks nothing.

Four questions are answered in one sentence, with the exchange that decides: why is it read-only, why did it not open, why is
it still locked, why was it refused.

The page lists them by rule, file and [session](sessions.md). A trend over time stands above: choosing a bar narrows everything to its time, the buttons beside the tabs to a
severity; both stand in the address. *Export* writes what is shown as a report (Markdown), a table (CSV) or JSON: rules with count, first and last time, evidence, what to do
and the page of the specification, then by file and by session. Requests of a conformance run against another host are judged by the same rules; what they find stands with the
case, in its row and in the report of the run.

## Rules

${sections.join('\n')}
## Recorded mistakes

${mistakes.length} mistakes of WOPI partners are recorded in public issue lists, troubleshooting pages and validators. ${seen.length} of them are recognized.

| No. | Mistake | Rules |
|---|---|---|
${byMistake.join('\n')}

### Not recognized in traffic

| No. | Mistake | Why |
|---|---|---|
${mistakes.flatMap(({ number, title, unseen }) => (unseen === null ? [] : [`| ${number} | ${title} | ${unseen} |`])).join('\n')}
`;
}

/** @param {Rule} rule */
function ruleRow({ id, severity, side, title, fix, spec, mistakes }) {
  return `| [\`${id}\`](${spec}) | ${severity} | ${side} | ${title} | ${fix.replaceAll('|', '\\|')} | ${mistakes.join(', ')} |`;
}

// @ts-check
// The tables of docs/ that are written from the sources: every operation from its descriptor, every event from the
// contract. `npm run docs` writes them; a test compares.

/**
 * @typedef {{ name: string, method: string, path: string, override?: string, when?: string, selector?: string, needs: string, advertises: readonly string[], spec: string }} Operation
 * @typedef {{ name: string, offers(operation: Operation): boolean }} Profile
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

/** @param {string} contract the text of preload/contract.ts */
export function eventsPage(contract) {
  const union = /export type HostEvent =\n([\s\S]*?);\n\n/.exec(contract)?.[1] ?? '';
  const events = [...union.matchAll(/\/\*\* (.+) \*\/\n\s*\| \{ type: '([\w-]+)'(?:; )?(.*?) \}/g)];
  const count = union.split('| { type:').length - 1;
  if (events.length !== count) {
    throw new Error(`Of the ${count} events in preload/contract.ts ${events.length} say in a comment when they come.`);
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

What the host tells the screen as it happens, from \`HostEvent\` in \`preload/contract.ts\`. Every event has a number one
higher than the one before; who finds a gap fetches the snapshot again.

| Event | Carries | When |
|---|---|---|
${rows.join('\n')}
`;
}

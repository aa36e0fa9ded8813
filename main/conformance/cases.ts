import type { ConformanceCategory } from '../../preload/contract.ts';
import type { XmlElement } from '../wopi/protocol/xml.ts';
import { parseXml } from '../wopi/protocol/xml.ts';
import type { Attributes } from './attributes.ts';
import { attributesOf } from './attributes.ts';
import type { Resources, Validator } from './model.ts';
import { CasesError } from './model.ts';
import type { ProofMutation } from './mutators.ts';
import { readProofMutation } from './mutators.ts';
import type { RequestKind } from './requests/kind.ts';
import { REQUESTS } from './requests/table.ts';
import { createResources } from './resources.ts';
import { readValidator } from './validators/read.ts';

/** A value of an answer that later requests use. */
export interface Save {
  key: string;
  source: string;
  from: 'JsonBody' | 'Header';
}

/** One element below Requests or CleanupRequests. */
export type CaseStep =
  | { kind: 'delay'; seconds: number }
  | {
      kind: 'request';
      name: string;
      request: RequestKind;
      element: XmlElement;
      attributes: Attributes;
      /** As written; `$State:KEY` stands for a saved value. */
      overrideUrl: string | undefined;
      /** undefined: the status must be 200. */
      validators: readonly Validator[] | undefined;
      saves: readonly Save[];
      /** A function, because without an attribute it is a new one every time. */
      token: (() => string) | undefined;
      proof: ProofMutation | undefined;
    };

export interface Case {
  name: string;
  category: ConformanceCategory;
  description: string;
  /** Replaces what is said of a failure. */
  failMessage: string | null;
  requests: readonly CaseStep[];
  cleanup: readonly CaseStep[];
}

export interface Group {
  name: string;
  hasDelay: boolean;
  prerequisites: readonly Case[];
  cases: readonly Case[];
}

export interface Suite {
  groups: readonly Group[];
  resources: Resources;
}

export const CATEGORIES = ['WopiCore', 'OfficeOnline', 'OfficeNativeClient', 'WopiCoauth'] as const;

/** Where Microsoft publishes the file. */
export const CASES_PUBLISHED_AT = 'https://github.com/microsoft/wopi-validator-core (the file TestCases.xml)';

/**
 * Reads Microsoft's file of test cases; everything that can be wrong with it is found here, before anything runs.
 * @param directory where the documents of the cases are looked for
 * @throws CasesError whose message is one sentence
 */
export function readCases(xml: string, directory: string | null): Suite {
  const parsed = parseXml(xml);
  if (!parsed.ok) throw new CasesError(`The file of test cases ${parsed.reason}.`);
  const { root } = parsed;
  if (root.name !== 'WopiValidation')
    throw new CasesError(
      `The file of test cases begins with <${root.name}>; <WopiValidation> is expected. It is published at ${CASES_PUBLISHED_AT}.`,
    );
  const names = new Set<string>();
  const prerequisites = new Map(
    below(root, 'PrereqCases')
      .map((element) => readCase(element, names))
      .map((one) => [one.name, one]),
  );
  const groups = root.children
    .filter(({ name }) => name === 'TestGroup')
    .map((element) => readGroup(element, prerequisites, names));
  if (groups.length === 0)
    throw new CasesError(`The file of test cases has no TestGroup. It is published at ${CASES_PUBLISHED_AT}.`);
  const files = below(root, 'Resources').map((element) => {
    const attributes = attributesOf(element);
    return {
      id: attributes.required('Id'),
      name: attributes.text('Name') ?? '',
      path: attributes.text('FilePath') ?? '',
    };
  });
  return { groups, resources: createResources(files, directory) };
}

/** The children of the first child of this name. */
function below(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.find((child) => child.name === name)?.children ?? [];
}

function readGroup(element: XmlElement, prerequisites: ReadonlyMap<string, Case>, names: Set<string>): Group {
  const attributes = attributesOf(element);
  const name = located('A group of the file of test cases', () => attributes.required('Name'));
  return located(`Group ${name}`, () => ({
    name,
    hasDelay: attributes.flag('HasDelay', false),
    prerequisites: below(element, 'PrereqTests').map(({ text }) => {
      const found = prerequisites.get(text.trim());
      if (!found) throw new CasesError(`it names the prerequisite “${text.trim()}”, which is not defined.`);
      return found;
    }),
    cases: below(element, 'TestCases').map((one) => readCase(one, names)),
  }));
}

function readCase(element: XmlElement, names: Set<string>): Case {
  const attributes = attributesOf(element);
  const name = located('A case of the file of test cases', () => {
    if (element.name !== 'TestCase') throw new CasesError(`<${element.name}> stands where a <TestCase> is expected.`);
    return attributes.required('Name');
  });
  return located(`Case ${name}`, () => {
    if (names.has(name)) throw new CasesError('the name is used twice.');
    names.add(name);
    const category = attributes.choice('Category', CATEGORIES);
    if (category === undefined) throw new CasesError('it has no Category.');
    const requests = below(element, 'Requests').map(readStep);
    if (requests.length === 0) throw new CasesError('it has no requests.');
    return {
      name,
      category,
      description: (element.children.find((child) => child.name === 'Description')?.text ?? '')
        .replace(/\s+/g, ' ')
        .trim(),
      failMessage: attributes.text('FailMessage') || null,
      requests,
      cleanup: below(element, 'CleanupRequests').map(readStep),
    };
  });
}

function readStep(element: XmlElement): CaseStep {
  const { name, children } = element;
  const attributes = attributesOf(element);
  if (name === 'Delay') return { kind: 'delay', seconds: attributes.number('DelayTimeInSeconds') ?? 0 };
  const request = Object.hasOwn(REQUESTS, name) ? REQUESTS[name] : undefined;
  if (!request) throw new CasesError(`“${name}” is no request.`);
  request.check?.(attributes, element);
  const validators = children.find((child) => child.name === 'Validators');
  const mutators = below(element, 'Mutators');
  const unknown = mutators.find((mutator) => mutator.name !== 'AccessToken' && mutator.name !== 'ProofKey');
  if (unknown) throw new CasesError(`“${unknown.name}” is no mutator.`);
  return {
    kind: 'request',
    name,
    request,
    element,
    attributes,
    overrideUrl: attributes.text('OverrideUrl'),
    validators: validators?.children.map(readValidator),
    saves: below(element, 'SaveState').map(readSave),
    token: readTokenMutation(mutators.find((mutator) => mutator.name === 'AccessToken')),
    proof: readProofMutation(mutators.find((mutator) => mutator.name === 'ProofKey')),
  };
}

function readSave(element: XmlElement): Save {
  const attributes = attributesOf(element);
  if (element.name !== 'State') throw new CasesError(`“${element.name}” is nothing that can be saved.`);
  return {
    key: attributes.required('Name'),
    source: attributes.required('Source'),
    from: attributes.choice('SourceType', ['JsonBody', 'Header']) ?? 'JsonBody',
  };
}

function readTokenMutation(element: XmlElement | undefined): (() => string) | undefined {
  if (!element) return undefined;
  const fixed = attributesOf(element).text('Mutation');
  return () => fixed ?? globalThis.crypto.randomUUID();
}

/** Says of a problem where in the file it is. */
function located<Value>(place: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CasesError) || /^(Case|Group|A case|A group) /.test(error.message)) throw error;
    throw new CasesError(`${place} cannot be read: ${error.message}`);
  }
}

/** How many cases of each category a group has. */
export function countByCategory(
  cases: readonly Pick<Case, 'category'>[],
): Partial<Record<ConformanceCategory, number>> {
  const counts: Partial<Record<ConformanceCategory, number>> = {};
  for (const { category } of cases) counts[category] = (counts[category] ?? 0) + 1;
  return counts;
}

import { randomUUID } from 'node:crypto';
import type { EditorAction } from '../../preload/editor-contract.ts';
import { applicationFor } from './applications.ts';
import { failureOf, problem } from './problems.ts';
import { readFileInfo } from './file-info.ts';
import type { FileInfo } from './file-info.ts';
import type { ProofSigner } from './keys.ts';
import { Session } from './session.ts';
import type { SessionPorts } from './session.ts';
import { createWopiClient } from './wopi-client.ts';
import type { ClientOptions } from './wopi-client.ts';
import type { CallReport, Problem } from '../../preload/editor-contract.ts';

export const ACTIONS: readonly EditorAction[] = ['view', 'edit', 'editnew', 'embedview'];
const MAX_TOKEN_LENGTH = 8_192;

export interface LaunchInput {
  action: EditorAction;
  /** Of the action URL; parameter names are compared without case, as Microsoft's side does. */
  query: URLSearchParams;
  form: URLSearchParams;
}

export interface LaunchPorts extends SessionPorts {
  signer: ProofSigner;
  mayCall(wopiSrc: URL): boolean;
}

export type LaunchResult =
  | { ok: true; session: Session; uiLanguage: string }
  /** `wopiSrc` is null when it could not be accepted, so that nobody may frame the answer. */
  | { ok: false; status: number; problems: Problem[]; wopiSrc: URL | null };

/** Takes what the host page posted, asks CheckFileInfo, and makes a session of it; or says what was wrong. */
export async function launch(input: LaunchInput, ports: LaunchPorts): Promise<LaunchResult> {
  const checked = checkInput(input, ports);
  if (!checked.ok) return { ok: false, status: 400, problems: checked.problems, wopiSrc: checked.wopiSrc };
  const { wopiSrc, accessToken, accessTokenTtl } = checked;
  const options: Omit<ClientOptions, 'onCall'> = {
    wopiSrc,
    accessToken,
    accessTokenTtl,
    wopiSessionId: randomUUID(),
    sessionContext: parameter(input.query, 'sc'),
    signer: ports.signer,
    now: () => ports.now(),
  };
  const first = await createWopiClient({ ...options, onCall: () => undefined }).checkFileInfo();
  if (first.status !== 200) {
    return {
      ok: false,
      status: 502,
      problems: [failureOf('The host did not describe the file', first.report)],
      wopiSrc,
    };
  }
  const reading = readFileInfo(first.body);
  if (!reading.ok) {
    return {
      ok: false,
      status: 502,
      problems: [problem('CheckFileInfo gave an answer that cannot be used', reading.reason, first.report, [])],
      wopiSrc,
    };
  }
  return {
    ok: true,
    session: openSession(input.action, reading.info, first.report, options, ports),
    uiLanguage: parameter(input.query, 'ui') ?? 'en-US',
  };
}

function openSession(
  action: EditorAction,
  info: FileInfo,
  firstCall: CallReport,
  options: Omit<ClientOptions, 'onCall'>,
  ports: LaunchPorts,
): Session {
  const session = new Session(
    {
      action,
      kind: applicationFor(info.extension)?.kind ?? 'download',
      info,
      accessTokenTtl: options.accessTokenTtl,
      client: (onCall) => createWopiClient({ ...options, onCall }),
      firstCall,
    },
    ports,
  );
  const ttlWarning = oddTtl(options.accessTokenTtl, ports.now());
  if (ttlWarning !== undefined) session.notices.push(ttlWarning);
  return session;
}

type CheckedInput =
  | { ok: true; wopiSrc: URL; accessToken: string; accessTokenTtl: number }
  | { ok: false; problems: Problem[]; wopiSrc: URL | null };

function checkInput({ query, form }: LaunchInput, ports: LaunchPorts): CheckedInput {
  const source = checkSource(parameter(query, 'wopisrc'), ports);
  const accessToken = form.get('access_token') ?? '';
  const ttl = form.get('access_token_ttl') ?? '';
  const problems = [
    ...(typeof source === 'string' ? [wrong('WOPISrc', source)] : []),
    ...tokenProblems(accessToken),
    ...ttlProblems(ttl),
  ];
  const wopiSrc = typeof source === 'string' ? null : source;
  if (wopiSrc === null || problems.length > 0) return { ok: false, problems, wopiSrc };
  return { ok: true, wopiSrc, accessToken, accessTokenTtl: Number(ttl) };
}

function checkSource(value: string | null, ports: LaunchPorts): URL | string {
  if (value === null || value === '') {
    return 'The action URL has no WOPISrc parameter. It must be the percent-encoded address of the file’s WOPI endpoint, such as WOPISrc=https%3A%2F%2Fhost.example%2Fwopi%2Ffiles%2Fabc.';
  }
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return `WOPISrc is “${value.slice(0, 120)}”, which is no absolute address. Percent-encode the complete address of the file’s WOPI endpoint.`;
  }
  if (!/^https?:$/.test(url.protocol))
    return `WOPISrc begins with ${url.protocol}, but only http: and https: are called.`;
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    return 'WOPISrc has a query, a fragment or a user name. It must be the bare address of the file; the token is posted as access_token.';
  }
  if (!/\/wopi[^/]*\/files\/[^/]+$/i.test(url.pathname)) {
    return `WOPISrc has the path “${url.pathname.slice(0, 120)}”; it must end with /wopi/files/ and the file id.`;
  }
  if (!ports.mayCall(url)) {
    return `This Sandbox Editor calls only the WOPI host it belongs to, and ${url.origin} is not it. Use the addresses shown in the top bar of WOPI Sandbox, also for the public URL.`;
  }
  return url;
}

function tokenProblems(token: string): Problem[] {
  if (token === '')
    return [
      wrong(
        'access_token',
        'The form has no access_token field, or it is empty. The host page posts the token in the body of the form, never in the address.',
      ),
    ];
  if (token.length > MAX_TOKEN_LENGTH)
    return [
      wrong(
        'access_token',
        `The token has ${token.length.toLocaleString('en')} characters; up to ${MAX_TOKEN_LENGTH.toLocaleString('en')} are taken, and under 2,000 is safe with every client.`,
      ),
    ];
  if (!/^[\x21-\x7e]+$/.test(token))
    return [
      wrong(
        'access_token',
        'The token contains spaces, control characters or characters outside ASCII, which do not survive the Authorization header.',
      ),
    ];
  return [];
}

function ttlProblems(ttl: string): Problem[] {
  if (ttl === '')
    return [
      wrong(
        'access_token_ttl',
        'The form has no access_token_ttl field. It must be the time the token expires, in milliseconds since 1970 (or 0 when that is not known).',
      ),
    ];
  if (!/^\d{1,16}$/.test(ttl))
    return [
      wrong(
        'access_token_ttl',
        `access_token_ttl is “${ttl.slice(0, 40)}”; a whole number of milliseconds since 1970 is expected.`,
      ),
    ];
  return [];
}

/** The usual mistakes: a duration or seconds in place of a moment in milliseconds, or .NET ticks. */
function oddTtl(ttl: number, now: number): string | undefined {
  const year = 365 * 24 * 3_600_000;
  if (ttl === 0)
    return 'access_token_ttl is 0: the editor does not know when the token expires and cannot warn before it does.';
  if (ttl < now - year) {
    return `access_token_ttl is ${ttl}, which is ${new Date(ttl).toISOString().slice(0, 10)}: it must be a moment in milliseconds since 1970, not a duration and not seconds.`;
  }
  return ttl > now + year
    ? `access_token_ttl is ${ttl}, more than a year ahead: milliseconds since 1970 are expected, not .NET ticks.`
    : undefined;
}

function wrong(input: string, detail: string): Problem {
  return problem(`${input} is missing or not usable`, detail, null, []);
}

function parameter(query: URLSearchParams, name: string): string | null {
  for (const [key, value] of query) if (key.toLowerCase() === name) return value;
  return null;
}

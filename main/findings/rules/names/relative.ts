import { decodeUtf7 } from '../../../wopi/protocol/names.ts';
import { ofAnswer, rule } from '../../rule.ts';
import { shown, span } from '../../words.ts';

const PAGE = 'rest/files/putrelativefile';
const CREATING = ['PutRelativeFile', 'CreateChildFile', 'CreateChildContainer'] as const;

export const suggestionRefused = rule({
  id: 'suggested-name-refused',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [66],
  title: 'A suggested name is refused',
  what: 'With X-WOPI-SuggestedTarget the host changes the name until it is legal and free. It never answers 400 or 409.',
  why: '“Save a copy” fails as soon as a file of that name exists.',
  fix: 'Replace characters, shorten, or append a number, and keep the extension.',
  spec: PAGE,
  on: CREATING,
  inspect(now) {
    const suggested = now.header('X-WOPI-SuggestedTarget');
    if (suggested === null || now.header('X-WOPI-RelativeTarget') !== null) return null;
    return now.status === 400 || now.status === 409
      ? `The suggestion ${shown(decodeUtf7(suggested))} was answered ${now.status}.`
      : null;
  },
  good: [
    [
      'changed',
      ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': 'Copy.docx' }, info: { Name: 'Copy (2).docx' } }],
    ],
  ],
  bad: [['409', ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': 'Copy.docx' }, status: 409 }]]],
});

export const bothTargets = rule({
  id: 'both-targets-accepted',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [67],
  title: 'Two contradicting names are accepted',
  what: 'The request carried X-WOPI-SuggestedTarget and X-WOPI-RelativeTarget, which exclude each other, and was answered 200.',
  why: 'The host chose one of two meanings at random. The validator checks this.',
  fix: 'Answer 501 (PutRelativeFile: 400 or 501) when both are there.',
  spec: PAGE,
  on: CREATING,
  inspect: (now) =>
    now.succeeded && now.header('X-WOPI-SuggestedTarget') !== null && now.header('X-WOPI-RelativeTarget') !== null
      ? `${now.operation ?? ''} with both names was answered 200.`
      : null,
  outranks: ['name-not-as-asked'],
  good: [
    [
      'refused',
      [
        'PutRelativeFile',
        { request: { 'X-WOPI-SuggestedTarget': 'a.docx', 'X-WOPI-RelativeTarget': 'b.docx' }, status: 501 },
      ],
    ],
  ],
  bad: [
    [
      'accepted',
      ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': 'a.docx', 'X-WOPI-RelativeTarget': 'b.docx' } }],
    ],
  ],
});

export const overwriteCase = rule({
  id: 'overwrite-flag-by-case',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [69],
  title: 'The overwrite flag is read with its case',
  what: 'X-WOPI-OverwriteRelativeTarget is “True”, and the request was refused because the name is taken.',
  why: 'Clients write True as well as true. Overwriting then works with some of them only.',
  fix: 'Compare the value without case.',
  spec: PAGE,
  on: ['PutRelativeFile', 'CreateChildFile'],
  inspect(now) {
    const flag = now.header('X-WOPI-OverwriteRelativeTarget');
    const isOdd = flag !== null && flag !== 'true' && flag.toLowerCase() === 'true';
    return isOdd && now.status === 409 && !now.answered('X-WOPI-Lock')
      ? `The flag is ${shown(flag)}, the answer 409 without a lock.`
      : null;
  },
  good: [
    [
      'accepted',
      [
        'PutRelativeFile',
        { request: { 'X-WOPI-RelativeTarget': 'Copy.docx', 'X-WOPI-OverwriteRelativeTarget': 'True' } },
      ],
    ],
  ],
  bad: [
    [
      'refused',
      [
        'PutRelativeFile',
        { request: { 'X-WOPI-RelativeTarget': 'Copy.docx', 'X-WOPI-OverwriteRelativeTarget': 'True' }, status: 409 },
      ],
    ],
  ],
});

export const overwriteRefusal = rule({
  id: 'overwrite-refusal-status',
  severity: 'warning',
  topic: 'names',
  side: 'host',
  mistakes: [68],
  title: 'Missing right to overwrite is not answered with 501',
  what: 'The token is good, but overwriting another file was answered 401, 403 or 404. The protocol asks for 501 here.',
  why: 'The client takes the whole session for refused instead of offering another name.',
  fix: 'Answer 501 when the person may not overwrite the target.',
  spec: PAGE,
  on: ['PutRelativeFile'],
  inspect(now, { token }) {
    const isOverwrite =
      now.header('X-WOPI-OverwriteRelativeTarget')?.toLowerCase() === 'true' &&
      now.header('X-WOPI-RelativeTarget') !== null;
    const isRefused = now.status === 401 || now.status === 403 || now.status === 404;
    if (!isOverwrite || !isRefused || token.acceptedAt === null || now.exchange.outcome.startsWith('token-'))
      return null;
    return `The token was accepted ${span(now.at - token.acceptedAt)} ago; overwriting was answered ${now.status}.`;
  },
  outranks: ['token-refused-early', 'status-not-of-the-protocol'],
  good: [
    [
      '501',
      ['GetFile'],
      [
        'PutRelativeFile',
        { request: { 'X-WOPI-RelativeTarget': 'a.docx', 'X-WOPI-OverwriteRelativeTarget': 'true' }, status: 501 },
      ],
    ],
  ],
  bad: [
    [
      '401',
      ['GetFile'],
      [
        'PutRelativeFile',
        { request: { 'X-WOPI-RelativeTarget': 'a.docx', 'X-WOPI-OverwriteRelativeTarget': 'true' }, status: 401 },
      ],
    ],
  ],
});

export const copyWithoutPages = rule({
  id: 'copy-without-host-pages',
  severity: 'warning',
  topic: 'names',
  side: 'host',
  mistakes: [70],
  title: 'The copy cannot be opened',
  what: 'The answer of PutRelativeFile has no HostEditUrl or no HostViewUrl.',
  why: 'After “Save a copy” or a conversion the client has no page to go to.',
  fix: 'Send both addresses of the new file’s host pages.',
  spec: PAGE,
  on: ['PutRelativeFile'],
  inspect: ofAnswer((result) => {
    const missing = ['HostEditUrl', 'HostViewUrl'].filter((name) => !result[name]);
    return missing.length === 0 ? null : `Missing: ${missing.join(', ')}.`;
  }),
  good: [['both', ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': '.docx' } }]]],
  bad: [
    [
      'none',
      ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': '.docx' }, without: ['HostEditUrl', 'HostViewUrl'] }],
    ],
  ],
});

export const copyUrl = rule({
  id: 'new-file-url',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [17],
  title: 'The address of a new file is not usable',
  what: 'Name or Url is missing, Url is not absolute, or it carries no access_token.',
  why: 'The client calls this address as it is to open the new file.',
  fix: 'Send Name, and Url as the complete WOPISrc of the new file with ?access_token= and a token for it.',
  spec: PAGE,
  on: ['PutRelativeFile', 'CreateChildFile'],
  inspect: ofAnswer((result) => {
    const { Name: name, Url: url } = result;
    if (typeof name !== 'string' || name === '') return 'Name is missing.';
    if (typeof url !== 'string' || !/^https?:\/\//i.test(url)) return `Url is ${shown(url ?? 'missing')}.`;
    return /[?&]access_token=./.test(url) ? null : 'Url carries no access_token.';
  }),
  good: [['complete', ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': '.docx' } }]]],
  bad: [
    [
      'no token',
      [
        'PutRelativeFile',
        { request: { 'X-WOPI-SuggestedTarget': '.docx' }, info: { Url: 'https://host.example/wopi/files/copy' } },
      ],
    ],
  ],
});

export const exactNameChanged = rule({
  id: 'name-not-as-asked',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [66],
  title: 'The exact name was not used',
  what: 'X-WOPI-RelativeTarget gives the exact name; the answer names another.',
  why: 'The client asked for this name or a refusal, and now shows one that does not exist.',
  fix: 'Use the name as given, or answer 400 or 409.',
  spec: PAGE,
  on: ['PutRelativeFile', 'CreateChildFile'],
  inspect(now) {
    const asked = now.header('X-WOPI-RelativeTarget');
    const name = now.result?.['Name'];
    if (asked === null || typeof name !== 'string') return null;
    const plain = decodeUtf7(asked);
    return name.normalize('NFC') === plain.normalize('NFC') ? null : `Asked for ${shown(plain)}, named ${shown(name)}.`;
  },
  good: [['as asked', ['PutRelativeFile', { request: { 'X-WOPI-RelativeTarget': 'Copy.docx' } }]]],
  bad: [['another', ['PutRelativeFile', { request: { 'X-WOPI-RelativeTarget': 'Other.docx' } }]]],
});

export const targetMissing = rule({
  id: 'target-name-missing',
  severity: 'warning',
  topic: 'names',
  side: 'client',
  title: 'A new file without a name',
  what: 'Neither X-WOPI-SuggestedTarget nor X-WOPI-RelativeTarget came.',
  why: 'The host cannot know what to call the file.',
  fix: 'Send one of the two.',
  spec: PAGE,
  on: CREATING,
  inspect: (now) =>
    now.header('X-WOPI-SuggestedTarget') === null && now.header('X-WOPI-RelativeTarget') === null
      ? `${now.operation ?? ''} came without a name.`
      : null,
  good: [['with one', ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': '.docx' } }]]],
  bad: [['without', ['PutRelativeFile', { status: 400 }]]],
});

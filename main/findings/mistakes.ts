/**
 * What WOPI partners got wrong, collected from the public issue lists, troubleshooting pages and validators. The numbers
 * are referred to by the rules.
 */
export interface Mistake {
  number: number;
  title: string;
  /** Why no rule can recognize it in traffic; null when one does. */
  unseen: string | null;
}

const seen = (title: string): [string, null] => [title, null];
const unseen = (title: string, why: string): [string, string] => [title, why];

const LIST: readonly [title: string, unseen: string | null][] = [
  // tokens
  seen('access_token_ttl in seconds, as a duration, or past'),
  seen('AccessTokenExpiry in seconds'),
  seen('Tokens that live as long as a lock'),
  seen('access_token_ttl is 0, but the token ends'),
  seen('Token not percent-encoded'),
  seen('Token or address too long'),
  seen('Token read from the Authorization header only'),
  seen('Invalid token not answered with 401 or 404'),
  seen('CheckFileInfo refused, host page waits for ever'),
  seen('CheckFileInfo promises writing, the token cannot'),
  seen('Token revoked or replaced before its end'),
  seen('Tokens made from tokens live longer'),
  seen('Token of one file opens another'),
  // CheckFileInfo
  seen('Property names in camelCase'),
  seen('Booleans or numbers as strings'),
  seen('Version as a number'),
  seen('null, or addresses that are empty or relative'),
  seen('Properties of CSPP Plus in the plain program'),
  seen('SHA256 hexadecimal or wrong'),
  seen('UserFriendlyName missing'),
  seen('Opens read-only'),
  seen('PutRelativeFile promised and not there'),
  seen('Flag true, operation not there'),
  seen('FileUrl needs a token'),
  seen('FileUrl delivers old content'),
  unseen(
    'Read-only host fails the FileUrl tests',
    'The fault lies in the pre-requisites of older validators; the requests themselves are right.',
  ),
  seen('Host addresses lead to Office'),
  seen('HostEditUrl missing or with a fragment for business users'),
  seen('DownloadUrl shows a page'),
  seen('CloseButtonClosesWindow without ClosePostMessage'),
  seen('BaseFileName or FileExtension of the wrong form'),
  seen('CheckFileInfo is not clean JSON'),
  seen('Characters in names that Office does not open'),
  seen('Licence flags differ between file and folder'),
  // locks
  seen('409 without X-WOPI-Lock'),
  seen('Empty X-WOPI-Lock replaced by a blank, or dropped'),
  seen('GetLock answers 409'),
  seen('UnlockAndRelock not recognized'),
  seen('UnlockAndRelock is not one step'),
  seen('Locks bound to a person or token'),
  seen('Lock ids parsed, trimmed, folded or cut'),
  seen('Second Lock with the held id refused'),
  seen('Lock ends before 30 minutes'),
  seen('Lock does not end after 30 minutes'),
  seen('Lock stays after closing'),
  seen('Locks known to one server only'),
  seen('PutFile with the wrong lock succeeds'),
  seen('Lock conflict answered with 423 or 500'),
  seen('Clients probe with wrong locks'),
  // content and versions
  seen('Empty file cannot be filled without a lock'),
  seen('Size of the request tested instead of the stored size'),
  seen('Unlocked file with content is overwritten'),
  seen('Empty file opened with edit'),
  seen('Saves refused as too large, or cut'),
  seen('Saved bytes are changed by middleware'),
  seen('X-WOPI-ItemVersion missing'),
  seen('PutFile tells the old version'),
  seen('Version not changed, or used twice'),
  seen('New document saved twice'),
  seen('GetFile too slow'),
  seen('Content-Length is not the length'),
  // names, ids, containers
  seen('UTF-7 not decoded'),
  seen('RenameFile: extension in the answer, or lost'),
  seen('Id made from name or path'),
  seen('One file with two ids'),
  seen('Suggested name refused'),
  seen('Both target headers accepted'),
  seen('Missing right to overwrite not answered with 501'),
  seen('Overwrite flag compared with its case'),
  seen('PutRelativeFile without HostEditUrl and HostViewUrl'),
  seen('Long name answered with 500'),
  seen('Legal name refused, or path separator accepted'),
  seen('Ancestors in the wrong order'),
  seen('File missing in the list of its folder'),
  seen('Full folder deleted'),
  // addresses, host page, network
  seen('Action URL not filled in'),
  seen('WOPISrc not percent-encoded'),
  seen('WOPISrc with token, query or slash'),
  seen('No request arrives'),
  seen('Page of a tunnel in place of the host'),
  unseen(
    'TLS error',
    'The connection fails before a request exists. A look at the public address from outside shows it.',
  ),
  seen('Redirects'),
  seen('Headers lost, or answers from a cache, behind a proxy'),
  seen('Token handed over by GET'),
  seen('Hosted validator shows “undefined”'),
  seen('Frame of the editor not made by script'),
  seen('Frame locked in too tightly'),
  seen('PostMessageOrigin missing or wrong'),
  seen('Whole window navigates for a new token'),
  seen('Language not a language tag'),
  // proof keys
  seen('Proof fails behind a proxy'),
  seen('Proof computed over other bytes'),
  seen('Proof fails after a change of keys'),
  seen('Negative proof tests fail'),
  seen('Command-line validator sends no proofs'),
  // mobile
  seen('Bootstrapper does not answer GET with 401'),
  seen('Challenge incomplete'),
  seen('Challenge addresses with query, “=” or “,”'),
  seen('EcosystemUrl carries the OAuth token'),
  seen('GetNewAccessToken checks nothing'),
  seen('Bootstrap fields not wrapped'),
  seen('Token endpoint refuses the form, or answers with one'),
  seen('No refresh token'),
  seen('expires_in as a string'),
  seen('tk written wrongly'),
  unseen('WopiSrc outside the trusted domains', 'Which domains were declared to Microsoft is not in any request.'),
  seen('GET_ROOT_CONTAINER not there'),
  // using the validator
  seen('Groups of tests were skipped'),
  unseen(
    'Left-over test files',
    'While tests run, their files are there rightly; afterwards no request mentions them.',
  ),
  unseen(
    'Validator stops at start: SupportsCoauthPrereq',
    'It happens inside the validator, before the first request.',
  ),
  unseen('Hosted validator is older than the published one', 'Its requests carry the same version.'),
  unseen('Validator used with Office Online Server', 'The host sees nothing of it: no request arrives.'),
  unseen('All tests pass, the editor still fails', 'It is a conclusion from many findings, not one of its own.'),
];

export const MISTAKES: readonly Mistake[] = LIST.map(([title, why], index) => ({
  number: index + 1,
  title,
  unseen: why,
}));

/** What a header of the protocol is for, in one line; shown beside it. */
const notes: Record<string, string> = {
  'x-wopi-override': 'Which operation a POST asks for',
  'x-wopi-lock': 'The lock id: sent to prove it, answered to tell which one is held',
  'x-wopi-oldlock': 'The lock to replace; makes a Lock an UnlockAndRelock',
  'x-wopi-lockfailurereason': 'Why the lock was refused, for logs only',
  'x-wopi-itemversion': 'Version of the file after this request',
  'x-wopi-correlationid': 'One id for one activity of the client; what support asks for',
  'x-wopi-sessionid': 'The same for one editing session of one person',
  'x-wopi-clientversion': 'Version of the client, in a form of its own',
  'x-wopi-machinename': 'The machine that sent this, for logs',
  'x-wopi-perftracerequested': 'The client would like timing data back',
  'x-wopi-proof': 'Signature of this request with the current key of the client',
  'x-wopi-proofold': 'Signature with the previous key, for the time of a key change',
  'x-wopi-timestamp': 'When the request was signed, in .NET ticks',
  'x-wopi-editors': 'Ids of the people whose changes are in this save',
  'x-wopi-size': 'Size of the body as the client counts it',
  'x-wopi-maxexpectedsize': 'The client takes no more bytes than this; otherwise 412',
  'x-wopi-suggestedtarget': 'A name or an extension the host may adapt (UTF-7)',
  'x-wopi-relativetarget': 'The exact name for the new file (UTF-7)',
  'x-wopi-overwriterelativetarget': 'Whether an existing file of that name may be replaced',
  'x-wopi-validrelativetarget': 'A name that would have worked (UTF-7)',
  'x-wopi-requestedname': 'The wanted name without extension (UTF-7)',
  'x-wopi-invalidfilenameerror': 'Why the name is not allowed',
  'x-wopi-fileconversion': 'The body is a converted document',
  'x-wopi-devicetype': 'Kind of device the person uses',
  'x-wopi-servererror': 'What failed in the host, for logs only',
  'x-wopi-serverversion': 'Version of the host',
  'x-wopi-hostendpoint': 'Where the host would like later requests',
  'x-wopi-sessioncontext': 'The sc value of the address, handed through',
  'x-wopi-appendpoint': 'The data centre of the client',
  'x-request-id': 'Identifies this one call',
  'x-lool-wopi-ismodifiedbyuser': 'Collabora: a person changed the document',
  'x-lool-wopi-isautosave': 'Collabora: saved by itself',
  'x-lool-wopi-isexitsave': 'Collabora: saved while closing',
  'x-lool-wopi-timestamp': 'Collabora: last change as the client knows it',
  'x-cool-wopi-ismodifiedbyuser': 'Collabora: a person changed the document',
  'x-cool-wopi-isautosave': 'Collabora: saved by itself',
  'x-cool-wopi-isexitsave': 'Collabora: saved while closing',
  'x-cool-wopi-timestamp': 'Collabora: last change as the client knows it',
  authorization: 'The access token once more; the one in the query counts',
};

export function noteFor(name: string): string | null {
  return notes[name.toLowerCase()] ?? null;
}

export function isProtocolHeader(name: string): boolean {
  return /^x-(?:wopi|lool-wopi|cool-wopi)-/i.test(name);
}

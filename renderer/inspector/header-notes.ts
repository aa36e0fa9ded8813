/** What a header is for: in one line, shown beside it, and what the specification says of it, shown on demand. */
export interface HeaderNote {
  short: string;
  more: string;
}

type Row = readonly [name: string, short: string, more: string];

const LOG = 'For logs only; no format is prescribed.';
const COAUTH = 'Part of the extension for co-authoring with the desktop apps; Office for the web does not send it.';
const SAVE = 'Comes with PutFile. “true” or “false”.';

// oxfmt-ignore
const rows: readonly Row[] = [
  // operation selectors
  ['X-WOPI-Override', 'Which operation a POST asks for', 'Required on every POST except to the bootstrapper. Compared with case. An unknown value is answered with 501.'],
  ['X-WOPI-EcosystemOperation', 'Which operation a POST to the bootstrapper asks for', 'Takes the place of X-WOPI-Override there: GET_NEW_ACCESS_TOKEN, GET_ROOT_CONTAINER or GET_WOPI_SRC_WITH_ACCESS_TOKEN.'],

  // identity of a request
  ['X-WOPI-CorrelationId', 'One id for one activity of the client; what support asks for', 'On every WOPI request. The host should log it: with it Microsoft finds the logs of its servers.'],
  ['X-WOPI-SessionId', 'The same for one editing session of one person', 'On every WOPI request. The host should log it; it groups the requests of one session.'],
  ['X-WOPI-SessionContext', 'The sc value of the address, handed through', 'On CheckFileInfo, when the action URL carried sc, and on calls to the bootstrapper when the sign-in returned sc. The host’s own text, sent back decoded.'],
  ['X-Request-ID', 'Identifies this one call', 'Unlike the correlation id it is different for every call. The host should log it.'],
  ['X-UserSessionId', 'Id of the session in the browser, for support', 'In the answer of the action URL to the browser, and in later requests between browser and Office.'],
  ['X-WOPI-ClientVersion', 'Version of the client, in a form of its own', LOG],
  ['X-WOPI-MachineName', 'The machine that sent this, for logs', 'In requests the client’s machine, in answers the host’s. For logs only.'],
  ['X-WOPI-AppEndpoint', 'The data centre of the client', `Data centre or region of the client. ${LOG}`],
  ['X-WOPI-RequestingApplication', 'The application that asks', LOG],
  ['X-WOPI-DeviceId', 'Id of the device', LOG],
  ['X-WOPI-PerfTraceRequested', 'The client would like timing data back', '“true” asks for X-WOPI-PerfTrace in the answer. Reserved in today’s documents; a host may ignore it.'],
  ['X-WOPI-UsingRestrictedScenario', 'A restricted scenario such as forms', 'Known from MS-WOPI only; clients of the partner programme do not send it.'],

  // proof
  ['X-WOPI-Proof', 'Signature of this request with the current key of the client', 'RSA with SHA-256 over the access token, the address in capitals and the time stamp. A host accepts a request when one of three pairs fits: proof with current key, old proof with current key, proof with old key. The keys are in discovery. A request that fits none is answered with 500.'],
  ['X-WOPI-ProofOld', 'Signature with the previous key, for the time of a key change', 'While keys change, host and client may know different ones; with both signatures one always fits.'],
  ['X-WOPI-TimeStamp', 'When the request was signed, in .NET ticks', 'Units of 100 nanoseconds since the beginning of the year 1, UTC. Part of what is signed. A host refuses a signature older than 20 minutes.'],

  // locks
  ['X-WOPI-Lock', 'The lock id: sent to prove it, answered to tell which one is held', 'Up to 1,024 ASCII characters, opaque: compared character by character, never parsed. An answer of 409 must carry the lock that is held, or an empty value when there is none. Answers of 200 do not carry it, except of GetLock.'],
  ['X-WOPI-OldLock', 'The lock to replace; makes a Lock an UnlockAndRelock', 'Must equal the lock that is held. The new lock in X-WOPI-Lock replaces it in one step that nobody can get between.'],
  ['X-WOPI-LockFailureReason', 'Why the lock was refused, for logs only', 'Optional, with 409. Clients do not show it.'],
  ['X-WOPI-LockedByOtherInterface', 'Obsolete: locked by something other than WOPI', 'Deprecated since December 2015. Hosts should not send it.'],

  // content and names
  ['X-WOPI-ItemVersion', 'Version of the file after this request', 'The same text as Version of CheckFileInfo. On answers of 200 to GetFile (version of exactly these bytes), PutFile (version after the save), Lock and Unlock; the validator and the mobile apps insist on it.'],
  ['X-WOPI-MaxExpectedSize', 'The client takes no more bytes than this; otherwise 412', 'Optional, on GetFile. A whole number of bytes. A larger file is answered with 412; without it the limit is 2,147,483,647.'],
  ['X-WOPI-Editors', 'Ids of the people whose changes are in this save', 'On PutFile: UserId values separated by commas, for the version history.'],
  ['X-WOPI-Size', 'Size of the body as the client counts it', 'On PutRelativeFile, in bytes. It should equal what arrives.'],
  ['X-WOPI-FileConversion', 'The body is a converted document', 'On PutRelativeFile while Office converts an old binary format. Its presence counts, its value does not.'],
  ['X-WOPI-SuggestedTarget', 'A name or an extension the host may adapt (UTF-7)', 'Suggested mode: the host must find a name that works and never answers 400 or 409 for it. A value that begins with a point is only an extension. Excludes X-WOPI-RelativeTarget.'],
  ['X-WOPI-RelativeTarget', 'The exact name for the new file (UTF-7)', 'Specific mode: the host must use it unchanged, or refuse with 400 (not allowed) or 409 (taken). Excludes X-WOPI-SuggestedTarget.'],
  ['X-WOPI-OverwriteRelativeTarget', 'Whether an existing file of that name may be replaced', '“true” or “false” without regard to case; false when it is missing. Counts only together with X-WOPI-RelativeTarget.'],
  ['X-WOPI-ValidRelativeTarget', 'A name that would have worked (UTF-7)', 'Optional, in answers of 400 and 409: the client should ask again with it, without an error message.'],
  ['X-WOPI-RequestedName', 'The wanted name without extension (UTF-7)', 'On RenameFile and RenameContainer. A file keeps its extension; containers have none.'],
  ['X-WOPI-InvalidFileNameError', 'Why the name is not allowed', 'Only with 400, plain ASCII, for logs.'],
  ['X-WOPI-UrlType', 'Which kind of link to share is wanted', 'Required on GetShareUrl: ReadOnly or ReadWrite, one of SupportedShareUrlTypes.'],

  // containers, ecosystem, bootstrapper
  ['X-WOPI-InvalidContainerNameError', 'Why the folder name is not allowed', 'Only with 400, plain ASCII, for logs.'],
  ['X-WOPI-FileExtensionFilterList', 'Only files with these endings are wanted', 'On EnumerateChildren: endings with their points, separated by commas, without regard to case. Folders are never left out.'],
  ['X-WOPI-EnumerationIncomplete', 'The list is not whole', 'Optional, only with the value true: the client may ask again.'],
  ['X-WOPI-HostNativeFileName', 'The host’s own name of a file', 'With GET_WOPI_SRC_WITH_ACCESS_TOKEN: an identifier that only the host understands.'],
  ['X-WOPI-WopiSrc', 'The file or folder a fresh token is wanted for', 'On GetNewAccessToken: the address without a token. The host must check all of it, not only its end; otherwise tokens can be stolen.'],

  // about the host
  ['X-WOPI-ServerVersion', 'Version of the host', 'Optional, for logs. MS-WOPI wants it on every answer.'],
  ['X-WOPI-ServerError', 'What failed in the host, for logs only', 'Should be on every 500 and may be on anything but 200. One line of ASCII.'],
  ['X-WOPI-HostEndpoint', 'Region or data centre of the host', 'Optional, for logs.'],
  ['X-WOPI-PerfTrace', 'Timing data of the host', 'Only when X-WOPI-PerfTraceRequested asked for it. Reserved.'],

  // obsolete operations
  ['X-WOPI-ApplicationId', 'Obsolete: whose credentials are wanted', 'Belongs to ReadSecureStore, which no partner needs.'],
  ['X-WOPI-RestrictedLink', 'Obsolete: which kind of restricted link is meant', 'Belongs to GetRestrictedLink and RevokeRestrictedLink; only FORMS is known.'],
  ['X-WOPI-RestrictedUseLink', 'Obsolete: the restricted link', 'The answer of GetRestrictedLink.'],

  // co-authoring
  ['X-WOPI-CoauthLockId', 'Id of a co-authoring lock', `Up to 1,024 ASCII characters; several people can hold one each. ${COAUTH}`],
  ['X-WOPI-CoauthLockType', 'Coauth, or CoauthExclusive', COAUTH],
  ['X-WOPI-CoauthLockExpirationTimeout', 'How long the lock lasts, in seconds', `From 60 to 3,600; anything else is answered with 400. ${COAUTH}`],
  ['X-WOPI-CoauthLockMetadata', 'What the co-author tells others', `Up to 4 KB; a JSON body counts more. ${COAUTH}`],
  ['X-WOPI-CoauthTableVersion', 'Version of the table of co-authors', COAUTH],
  ['X-WOPI-SequenceNumber', 'How often the content has changed', `A save with another number than the host’s is answered with 412. ${COAUTH}`],
  ['X-WOPI-ConflictingMechanism', 'Which kind of lock is in the way', `WOPI-Lock or WOPI-CoauthExclusiveLock. ${COAUTH}`],
  ['X-WOPI-ConflictingLockUsername', 'Who holds the lock in the way', COAUTH],
  ['X-WOPI-LockUserVisible', 'Whether that person may be named', COAUTH],
  ['X-WOPI-FailureReason', 'Why it was refused', COAUTH],

  // Collabora and ONLYOFFICE
  ['X-COOL-WOPI-Timestamp', 'Collabora: last change as the client knows it', 'Comes with PutFile: the LastModifiedTime the client began with. When the file has another by now, the host answers 409 with COOLStatusCode 1010.'],
  ['X-COOL-WOPI-IsModifiedByUser', 'Collabora: a person changed the document', SAVE],
  ['X-COOL-WOPI-IsAutosave', 'Collabora: saved by itself', SAVE],
  ['X-COOL-WOPI-IsExitSave', 'Collabora: saved while closing', SAVE],
  ['X-COOL-WOPI-ExtendedData', 'Collabora: data of whoever embeds the editor', 'Comes with PutFile when the page around the editor gave some.'],
  ['X-COOL-WOPI-ServerId', 'Collabora: the server that saves', 'Comes with PutFile; for logs.'],
  ['X-LOOL-WOPI-Timestamp', 'Last change as the client knows it', 'Sent by ONLYOFFICE and by Collabora before its renaming. As X-COOL-WOPI-Timestamp.'],
  ['X-LOOL-WOPI-IsModifiedByUser', 'A person changed the document', `Sent by ONLYOFFICE and by Collabora before its renaming. ${SAVE}`],
  ['X-LOOL-WOPI-IsAutosave', 'Saved by itself', `Sent by ONLYOFFICE and by Collabora before its renaming. ${SAVE}`],
  ['X-LOOL-WOPI-IsExitSave', 'Saved while closing', `Sent by ONLYOFFICE and by Collabora before its renaming. ${SAVE}`],
  ['X-LOOL-WOPI-ExtendedData', 'Data of whoever embeds the editor', 'Sent by Collabora before its renaming, with PutFile.'],
  ['X-LOOL-WOPI-ServerId', 'The server that saves', 'Sent by Collabora before its renaming, with PutFile; for logs.'],

  // HTTP
  ['Authorization', 'The access token once more; the one in the query counts', 'WOPI clients send the token in the query as access_token and as Bearer here. The bootstrapper knows only this header, with the token of the sign-in.'],
  ['WWW-Authenticate', 'Where a sign-in begins', 'On 401 of the bootstrapper: authorization_uri and tokenIssuance_uri lead the app to the sign-in page and to the token endpoint.'],
];

const notes = new Map<string, HeaderNote>(rows.map(([name, short, more]) => [name.toLowerCase(), { short, more }]));

export function noteFor(name: string): HeaderNote | null {
  return notes.get(name.toLowerCase()) ?? null;
}

export function isProtocolHeader(name: string): boolean {
  return /^x-(?:wopi|lool-wopi|cool-wopi)-/i.test(name);
}

/**
 * Every header name of the WOPI specification, as spelled there. Header names are compared without case on the
 * wire; these spellings are what is sent and what the screens show.
 */
// oxfmt-ignore
export const WopiHeader = {
  // Operation selectors
  Override:                     'X-WOPI-Override',
  EcosystemOperation:           'X-WOPI-EcosystemOperation',

  // Identity of a request, for logs
  CorrelationId:                'X-WOPI-CorrelationId',
  SessionId:                    'X-WOPI-SessionId',
  SessionContext:               'X-WOPI-SessionContext',
  RequestId:                    'X-Request-ID',
  UserSessionId:                'X-UserSessionId',
  ClientVersion:                'X-WOPI-ClientVersion',
  MachineName:                  'X-WOPI-MachineName',
  AppEndpoint:                  'X-WOPI-AppEndpoint',
  RequestingApplication:        'X-WOPI-RequestingApplication',
  DeviceId:                     'X-WOPI-DeviceId',
  PerfTraceRequested:           'X-WOPI-PerfTraceRequested',
  UsingRestrictedScenario:      'X-WOPI-UsingRestrictedScenario',

  // Proof of origin
  Proof:                        'X-WOPI-Proof',
  ProofOld:                     'X-WOPI-ProofOld',
  TimeStamp:                    'X-WOPI-TimeStamp',

  // Locks
  Lock:                         'X-WOPI-Lock',
  OldLock:                      'X-WOPI-OldLock',
  LockFailureReason:            'X-WOPI-LockFailureReason',
  LockedByOtherInterface:       'X-WOPI-LockedByOtherInterface',

  // Content and names
  ItemVersion:                  'X-WOPI-ItemVersion',
  MaxExpectedSize:              'X-WOPI-MaxExpectedSize',
  Editors:                      'X-WOPI-Editors',
  Size:                         'X-WOPI-Size',
  FileConversion:               'X-WOPI-FileConversion',
  SuggestedTarget:              'X-WOPI-SuggestedTarget',
  RelativeTarget:               'X-WOPI-RelativeTarget',
  OverwriteRelativeTarget:      'X-WOPI-OverwriteRelativeTarget',
  ValidRelativeTarget:          'X-WOPI-ValidRelativeTarget',
  RequestedName:                'X-WOPI-RequestedName',
  InvalidFileNameError:         'X-WOPI-InvalidFileNameError',
  UrlType:                      'X-WOPI-UrlType',

  // Containers, ecosystem, bootstrapper
  InvalidContainerNameError:    'X-WOPI-InvalidContainerNameError',
  FileExtensionFilterList:      'X-WOPI-FileExtensionFilterList',
  EnumerationIncomplete:        'X-WOPI-EnumerationIncomplete',
  HostNativeFileName:           'X-WOPI-HostNativeFileName',
  WopiSrc:                      'X-WOPI-WopiSrc',

  // About the host
  ServerVersion:                'X-WOPI-ServerVersion',
  ServerError:                  'X-WOPI-ServerError',
  HostEndpoint:                 'X-WOPI-HostEndpoint',
  PerfTrace:                    'X-WOPI-PerfTrace',

  // Obsolete operations
  ApplicationId:                'X-WOPI-ApplicationId',
  RestrictedLink:               'X-WOPI-RestrictedLink',
  RestrictedUseLink:            'X-WOPI-RestrictedUseLink',

  // Coauthoring extension (CSPP Plus)
  CoauthLockId:                 'X-WOPI-CoauthLockId',
  CoauthLockType:               'X-WOPI-CoauthLockType',
  CoauthLockExpirationTimeout:  'X-WOPI-CoauthLockExpirationTimeout',
  CoauthLockMetadata:           'X-WOPI-CoauthLockMetadata',
  CoauthTableVersion:           'X-WOPI-CoauthTableVersion',
  SequenceNumber:               'X-WOPI-SequenceNumber',
  ConflictingMechanism:         'X-WOPI-ConflictingMechanism',
  ConflictingLockUsername:      'X-WOPI-ConflictingLockUsername',
  LockUserVisible:              'X-WOPI-LockUserVisible',
  FailureReason:                'X-WOPI-FailureReason',

  // Collabora Online
  CoolTimestamp:                'X-COOL-WOPI-Timestamp',
  CoolIsModifiedByUser:         'X-COOL-WOPI-IsModifiedByUser',
  CoolIsAutosave:               'X-COOL-WOPI-IsAutosave',
  CoolIsExitSave:               'X-COOL-WOPI-IsExitSave',
  CoolExtendedData:             'X-COOL-WOPI-ExtendedData',
  CoolServerId:                 'X-COOL-WOPI-ServerId',

  // ONLYOFFICE, and Collabora before its renaming
  LoolTimestamp:                'X-LOOL-WOPI-Timestamp',
  LoolIsModifiedByUser:         'X-LOOL-WOPI-IsModifiedByUser',
  LoolIsAutosave:               'X-LOOL-WOPI-IsAutosave',
  LoolIsExitSave:               'X-LOOL-WOPI-IsExitSave',
  LoolExtendedData:             'X-LOOL-WOPI-ExtendedData',
  LoolServerId:                 'X-LOOL-WOPI-ServerId',
} as const;

export type WopiHeaderName = (typeof WopiHeader)[keyof typeof WopiHeader];

/** Every published value of X-WOPI-Override, the ones no host offers any more included. Compared with case. */
export const OVERRIDES = [
  // files
  'LOCK',
  'GET_LOCK',
  'REFRESH_LOCK',
  'UNLOCK',
  'PUT',
  'PUT_RELATIVE',
  'RENAME_FILE',
  'DELETE',
  'PUT_USER_INFO',
  'GET_SHARE_URL',
  'ADD_ACTIVITIES',
  // containers
  'CREATE_CHILD_CONTAINER',
  'CREATE_CHILD_FILE',
  'DELETE_CONTAINER',
  'RENAME_CONTAINER',
  // ecosystem
  'GET_WOPI_SRC_WITH_ACCESS_TOKEN',
  // obsolete
  'COBALT',
  'READ_SECURE_STORE',
  'GET_RESTRICTED_LINK',
  'REVOKE_RESTRICTED_LINK',
  // coauthoring extension (CSPP Plus)
  'GET_COAUTH_LOCK',
  'REFRESH_COAUTH_LOCK',
  'UNLOCK_COAUTH_LOCK',
  'GET_COAUTH_TABLE',
  'GET_CHUNKED_FILE',
  'PUT_CHUNKED_FILE',
  'GET_SEQUENCE_NUMBER',
] as const;

export type WopiOverride = (typeof OVERRIDES)[number];

/** Every published value of X-WOPI-EcosystemOperation, the selector the bootstrapper uses in place of the override. */
export const ECOSYSTEM_OPERATIONS = [
  'GET_NEW_ACCESS_TOKEN',
  'GET_ROOT_CONTAINER',
  'GET_WOPI_SRC_WITH_ACCESS_TOKEN',
] as const;

/** Operations that set, extend or give back a lock. */
export const LOCK_OPERATIONS = ['Lock', 'RefreshLock', 'Unlock', 'UnlockAndRelock'] as const;
/** Operations that a lock can refuse. */
export const LOCK_AWARE = [...LOCK_OPERATIONS, 'PutFile', 'RenameFile', 'DeleteFile'] as const;
/** Operations whose successful answer states the version. */
export const VERSION_TELLERS = ['GetFile', 'PutFile', 'Lock', 'Unlock'] as const;
/** Operations that answer JSON. */
export const JSON_OPERATIONS = [
  'CheckFileInfo',
  'PutRelativeFile',
  'RenameFile',
  'GetShareUrl',
  'EnumerateAncestors',
  'EnumerateChildren',
  'CheckContainerInfo',
  'CreateChildFile',
  'CreateChildContainer',
  'RenameContainer',
  'CheckEcosystem',
  'GetEcosystem',
  'GetRootContainer',
  'Bootstrap',
  'GetNewAccessToken',
] as const;
/** Operations whose successful answer has no body. */
export const BODILESS = [
  'Lock',
  'GetLock',
  'RefreshLock',
  'Unlock',
  'UnlockAndRelock',
  'DeleteFile',
  'PutUserInfo',
  'DeleteContainer',
] as const;

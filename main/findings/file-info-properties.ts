export type PropertyType = 'string' | 'boolean' | 'number' | 'url' | 'list' | 'object';

const names = (text: string): string[] => text.split(/\s+/).filter((name) => name !== '');

// oxfmt-ignore
const BY_TYPE: Record<PropertyType, string[]> = {
  string: names(`
    BaseFileName OwnerId UserId Version UserFriendlyName UserInfo TenantId UserPrincipalName HostAuthenticationId
    HostAuthenticationIdType AADUserObjectId LicensedOrganization HostName PresenceProvider PresenceUserId TimeZone
    PostMessageOrigin BreadcrumbBrandName BreadcrumbFolderName BreadcrumbDocName CopyPasteRestrictions FileExtension
    LastModifiedTime SHA256 UniqueContentId RequestedCallThrottling ClientThrottlingProtection IrmPolicyTitle
    IrmPolicyDescription HostNotes SharingStatus ComplianceDomainPrefix FileGeoLocationCode AppliedPolicyId
    EmbeddingPageSessionInfo SafeLinksStatus HideUserList TemplateSaveAs WatermarkText ObfuscatedUserId`),
  boolean: names(`
    SupportsUpdate SupportsLocks SupportsGetLock SupportsExtendedLockLength SupportsRename SupportsUserInfo
    SupportsDeleteFile SupportsContainers SupportsEcosystem SupportsGetFileWopiSrc SupportsAddActivities SupportsFolders
    SupportsCobalt SupportsScenarioLinks SupportsSecureStore SupportsFileCreation SupportsCoauth IsAnonymousUser
    IsEduUser LicenseCheckForEditIsEnabled UserCanWrite ReadOnly UserCanRename UserCanNotWriteRelative UserCanAttend
    UserCanPresent RestrictedWebViewOnly WebEditingDisabled UserCanReview ClosePostMessage EditModePostMessage
    EditNotificationPostMessage FileSharingPostMessage FileVersionPostMessage FileEmbedCommandPostMessage
    WorkflowPostMessage AppStateHistoryPostMessage InsertImagePostMessage OpenInClientPostMessage PermissionsPostMessage
    PolicyCheckPostMessage ReportAbusePostMessage CloseButtonClosesWindow DisablePrint DisableTranslation
    AllowExternalMarketplace AllowAdditionalMicrosoftServices AllowErrorReportPrompt TemporarilyNotWritable
    ProtectInClient DisableBrowserCachingOfUserContent EditingCannotSave SupportsReviewing DisableExport DisableCopy
    HidePrintOption HideSaveOption HideExportOption EnableOwnerTermination UserCanOnlyComment`),
  number: names('Size FileNameMaxLength SequenceNumber AccessTokenExpiry ServerTime'),
  url: names(`
    CloseUrl DownloadUrl FileUrl FileSharingUrl FileVersionUrl FileEmbedCommandUrl HostEditUrl HostViewUrl
    HostEmbeddedViewUrl HostEmbeddedEditUrl SignInUrl SignoutUrl WorkflowUrl ClientUrl DirectInvokeDAVUrl
    OpenInClientCommandUrl AppCatalogUrl HostDivSyndicationViewUrl ReportAbuseUrl EmbeddingPageOrigin EditAndReplyUrl
    HostRestUrl PrivacyUrl TermsOfUseUrl BreadcrumbDocUrl BreadcrumbBrandUrl BreadcrumbFolderUrl
    OfficeCollaborationServiceEndpointUrl RealTimeChannelEndpointUrl`),
  list: names('SupportedShareUrlTypes CobaltCapabilities WorkflowType EnabledApplicationFeatures'),
  object: names('UserExtraInfo UserPrivateInfo SettingsJSON'),
};

/** Every property that Microsoft’s, Collabora’s or ONLYOFFICE’s clients know, with its type. */
export const PROPERTIES: ReadonlyMap<string, PropertyType> = new Map(
  Object.entries(BY_TYPE).flatMap(([type, list]) =>
    list.map((name): [string, PropertyType] => [name, type as PropertyType]),
  ),
);

export const SPELLINGS: ReadonlyMap<string, string> = new Map(
  [...PROPERTIES.keys()].map((name) => [name.toLowerCase(), name]),
);

export const REQUIRED = ['BaseFileName', 'OwnerId', 'Size', 'UserId', 'Version'] as const;

/** Belong to the CSPP Plus program; the plain one must not have them. */
export const PLUS_ONLY = [
  'SupportsCoauth',
  'SequenceNumber',
  'OfficeCollaborationServiceEndpointUrl',
  'RealTimeChannelEndpointUrl',
  'AccessTokenExpiry',
  'ServerTime',
  'SharingStatus',
  'FileGeoLocationCode',
] as const;

export function urlOf(value: unknown): URL | null {
  if (typeof value !== 'string') return null;
  try {
    return new URL(value);
  } catch {
    return null;
  }
}

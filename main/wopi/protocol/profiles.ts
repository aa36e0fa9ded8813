/**
 * Profiles: whole hosts that differ in what they offer, so that a client can be tried against each. A profile leaves
 * operations out – they answer 501 and their CheckFileInfo flags are off – and may add what another vendor's client
 * looks for.
 */

export type ProfileName = 'default' | 'no-containers' | 'no-write-relative' | 'view-only' | 'collabora' | 'onlyoffice';

/** What a profile needs to know of an operation. */
interface Offered {
  name: string;
  path: string;
  needs: string;
}

/** For whom properties of other vendors are filled in. */
interface Reader {
  userId: string;
  isOwner: boolean;
  isAnonymous: boolean;
  canWrite: boolean;
}

/** CheckFileInfo properties that only other vendors' clients know. */
export type VendorInfo = Readonly<Record<string, string | boolean | Readonly<Record<string, string | boolean>>>>;

export interface Profile {
  name: ProfileName;
  offers(operation: Offered): boolean;
  /** Nobody may change anything, whatever their rights. */
  isReadOnly: boolean;
  /** A save that names an older state of the file is refused, in the way of this vendor. */
  comparesTimestamps: boolean;
  vendorInfo(reader: Reader): VendorInfo;
}

const everything = (): boolean => true;
const nothing = (): VendorInfo => ({});
const isAboutFilesAlone = ({ path }: Offered): boolean =>
  path.startsWith('/wopi/files/') && !path.endsWith('/ancestry') && !path.endsWith('/ecosystem_pointer');

const PLAIN = { offers: everything, isReadOnly: false, comparesTimestamps: false, vendorInfo: nothing };

const PROFILES: Record<ProfileName, Profile> = {
  default: { ...PLAIN, name: 'default' },
  'no-containers': { ...PLAIN, name: 'no-containers', offers: isAboutFilesAlone },
  'no-write-relative': { ...PLAIN, name: 'no-write-relative', offers: ({ name }) => name !== 'PutRelativeFile' },
  'view-only': {
    ...PLAIN,
    name: 'view-only',
    isReadOnly: true,
    offers: ({ name }) => name === 'CheckFileInfo' || name === 'GetFile',
  },
  collabora: {
    ...PLAIN,
    name: 'collabora',
    offers: isAboutFilesAlone,
    comparesTimestamps: true,
    vendorInfo: ({ userId, isOwner, isAnonymous, canWrite }) => ({
      EnableOwnerTermination: isOwner,
      IsAdminUser: isOwner,
      UserExtraInfo: { is_guest: isAnonymous },
      ObfuscatedUserId: userId,
      DisableChangeTrackingRecord: !canWrite,
      ...(isAnonymous
        ? { DisableCopy: true, DisableExport: true, HideExportOption: true, WatermarkText: 'Guest' }
        : {}),
    }),
  },
  onlyoffice: {
    ...PLAIN,
    name: 'onlyoffice',
    offers: isAboutFilesAlone,
    comparesTimestamps: true,
    vendorInfo: ({ isAnonymous, canWrite }) => ({
      SupportsReviewing: true,
      UserCanReview: canWrite,
      UserCanOnlyComment: false,
      HidePrintOption: isAnonymous,
    }),
  },
};

/** As people choose among them. */
export const PROFILE_CHOICES: readonly { id: ProfileName; name: string }[] = [
  { id: 'default', name: 'Everything' },
  { id: 'no-containers', name: 'No containers' },
  { id: 'no-write-relative', name: 'No PutRelativeFile' },
  { id: 'view-only', name: 'View only' },
  { id: 'collabora', name: 'Collabora Online' },
  { id: 'onlyoffice', name: 'ONLYOFFICE' },
];

export const ALL_PROFILES: readonly Profile[] = Object.values(PROFILES);

export function profileNamed(name: ProfileName): Profile {
  return PROFILES[name];
}

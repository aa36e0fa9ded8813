import type { ClientProfile } from '../profile.ts';
import { collabora } from './collabora.ts';
import { officeMobile } from './office-mobile.ts';
import { officeWeb } from './office-web.ts';
import { onlyoffice } from './onlyoffice.ts';
import { sandboxEditor } from './sandbox-editor.ts';
import { unknown } from './unknown.ts';
import { validator } from './validator.ts';

/** The first one whose pattern fits counts. */
export const PROFILES: readonly ClientProfile[] = [
  sandboxEditor,
  validator,
  collabora,
  onlyoffice,
  officeMobile,
  officeWeb,
  unknown,
];

export function profileOf(client: string): ClientProfile {
  return PROFILES.find(({ clients }) => clients.test(client)) ?? unknown;
}

import type { EditorAction } from '../../preload/editor-contract.ts';
import { writeDiscovery } from '../wopi/protocol/discovery.ts';
import type { DiscoveryAction, DiscoveryApp } from '../wopi/protocol/discovery.ts';
import type { ProofKeys } from '../wopi/protocol/proof.ts';
import { APPLICATIONS } from './applications.ts';
import type { Application } from './applications.ts';

/** The optional parameters Office's own templates have; a host fills in or drops each. */
const PARAMETERS =
  '<ui=UI_LLCC&><rs=DC_LLCC&><dchat=DISABLE_CHAT&><hid=HOST_SESSION_ID&><sc=SESSION_CONTEXT&><wopisrc=WOPI_SOURCE&><IsLicensedUser=BUSINESS_USER&>';

/** The editor's own discovery document, made from the table of applications. */
export function editorDiscovery(base: string, proofKeys: ProofKeys): string {
  return writeDiscovery({
    zones: [
      {
        name: base.startsWith('https:') ? 'external-https' : 'external-http',
        apps: APPLICATIONS.map((application) => app(base, application)),
      },
    ],
    proofKeys,
  });
}

function app(base: string, application: Application): DiscoveryApp {
  return {
    name: application.name,
    favIconUrl: `${base}/icons/${application.kind}.svg`,
    applicationBaseUrl: base,
    checkLicense: false,
    actions: application.extensions.flatMap((ext) => application.actions.map((name) => action(base, name, ext))),
  };
}

function action(base: string, name: EditorAction, ext: string): DiscoveryAction {
  const writes = name === 'edit' || name === 'editnew';
  return {
    name,
    ext,
    urlsrc: `${base}/${name}?${PARAMETERS}`,
    requires: writes ? ['locks', 'update'] : [],
    isDefault: name === 'view',
    useParent: false,
  };
}

export function icon({ letter, colour }: Application): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${colour}"/>` +
    `<text x="16" y="23" text-anchor="middle" font-family="Segoe UI,DejaVu Sans,sans-serif" font-size="20" font-weight="700" fill="#fff">${letter}</text></svg>`
  );
}

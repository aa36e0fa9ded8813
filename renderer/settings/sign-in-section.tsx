import type { ReactNode } from 'react';
import type { HostState, Settings } from '../../preload/contract.ts';
import { CopyButton } from '../ui/copy.tsx';
import { Fact, Facts } from '../ui/fields.tsx';
import { Mono } from '../ui/mono.tsx';
import { readList, readSeconds, readWord } from './readings.ts';
import { SettingField } from './setting-field.tsx';
import { writeSeconds } from './units.ts';

/** What a mobile app needs to be told, and what its user types while signing in. */
export function SignInSection({ settings, host }: { settings: Settings; host: HostState }): ReactNode {
  const addresses = [
    { label: 'Bootstrapper', url: `${host.publicBase}/wopibootstrapper` },
    { label: 'Authorisation', url: `${host.publicBase}/oauth/authorize` },
    { label: 'Tokens', url: `${host.publicBase}/oauth/token` },
  ];
  return (
    <>
      <p className="ws-form-note">For Office on phones and tablets, which sign in before they open anything.</p>
      <Facts>
        {addresses.map(({ label, url }) => (
          <Fact key={label} label={label}>
            <span className="ws-with-copy">
              <Mono>{url}</Mono>
              <CopyButton text={url} what={`${label.toLowerCase()} address`} />
            </span>
          </Fact>
        ))}
      </Facts>
      <SettingField
        name="signInCode"
        label="Sign-in code"
        value={settings.signInCode}
        write={asIs}
        read={readWord('a code', 6)}
        isShort
        isMono
        hint="Asked for on the sign-in page: whoever knows it may sign in as anybody."
      />
      <SettingField
        name="oauthClientId"
        label="Client id"
        value={settings.oauthClientId}
        write={asIs}
        read={readWord('a client id', 1)}
        isMono
      />
      <SettingField
        name="oauthClientSecret"
        label="Client secret"
        value={settings.oauthClientSecret}
        write={asIs}
        read={readWord('a secret', 16)}
        isMono
        hint="Changing it signs everybody out."
      />
      <SettingField
        name="oauthRedirectUris"
        label="Redirect URIs"
        value={settings.oauthRedirectUris}
        write={asList}
        read={readList}
        isMono
        hint="Separated by spaces, and compared character by character."
      />
      <SettingField
        name="oauthTenants"
        label="Tenants"
        value={settings.oauthTenants}
        write={asList}
        read={readList}
        placeholder="none"
        hint="Names to choose from while signing in, separated by spaces; each has a token endpoint of its own."
      />
      <SettingField
        name="oauthTokenSeconds"
        label="Lifetime of a sign-in"
        value={settings.oauthTokenSeconds}
        write={writeSeconds}
        read={readSeconds}
        isShort
        hint="Until it has to be refreshed."
      />
    </>
  );
}

const asIs = (value: string): string => value;
const asList = (values: readonly string[]): string => values.join(' ');

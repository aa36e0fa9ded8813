import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { CaptureState, HostState, Settings } from '../../preload/contract.ts';
import { IgnoreSection } from '../ignoring/ignore-section.tsx';
import { useShell } from '../shell/shell-state.ts';
import { useExchanges } from '../state/exchanges.ts';
import { useHost } from '../state/host.ts';
import { Kbd } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Fact, Facts } from '../ui/fields.tsx';
import { formatBytes, formatCount, plural } from '../ui/format.ts';
import { Mono } from '../ui/mono.tsx';
import { ChoiceField, type Choice } from './choice-field.tsx';
import { ProfileSection } from './profile-section.tsx';
import { readPublicUrl } from './public-url.ts';
import { readCount, readDays, readFolder, readPort, readSeconds, readSize, readUrl } from './readings.ts';
import { SettingField } from './setting-field.tsx';
import { SignInSection } from './sign-in-section.tsx';
import { writeSeconds, writeSize } from './units.ts';

export interface SectionProps {
  settings: Settings;
  host: HostState;
}

/** The sections in the order of the page. */
export const sections: readonly { id: string; title: string; body: (props: SectionProps) => ReactNode }[] = [
  { id: 'folder', title: 'Folder', body: FolderSection },
  { id: 'addresses', title: 'Addresses and ports', body: AddressSection },
  { id: 'public-url', title: 'Public URL', body: PublicUrlSection },
  { id: 'capture', title: 'Capture retention', body: CaptureSection },
  { id: 'ignore', title: 'Ignore rules', body: IgnoreSection },
  { id: 'limits', title: 'Versions and limits', body: LimitSection },
  { id: 'tokens', title: 'Tokens', body: TokenSection },
  { id: 'profile', title: 'Profile', body: ProfileSection },
  { id: 'sign-in', title: 'Sign-in', body: SignInSection },
  { id: 'proof', title: 'Proof checking', body: ProofSection },
  { id: 'theme', title: 'Theme', body: ThemeSection },
  { id: 'about', title: 'About', body: AboutSection },
];

const asText = (value: string | number | null): string => (value === null ? '' : String(value));

function FolderSection({ settings, host }: SectionProps): ReactNode {
  return (
    <>
      <SettingField
        name="folder"
        label="Shared folder"
        value={settings.folder}
        write={asText}
        read={readFolder}
        isMono
        hint="Everything in it is served over WOPI. Changing it keeps the files of the old one where they are."
      />
      {host.folderProblem === null ? null : (
        <p className="ws-err" role="alert">
          {host.folderProblem}
        </p>
      )}
      {host.folderIsReadOnly ? <p className="ws-warn">This folder is read-only: saving is refused.</p> : null}
    </>
  );
}

function AddressSection({ settings, host }: SectionProps): ReactNode {
  const listeners = [
    {
      name: 'hostPort',
      label: 'Host port',
      what: 'WOPI and host pages; the one a tunnel may expose',
      now: host.addresses.host,
    },
    { name: 'adminPort', label: 'Screen port', what: 'This screen; never to be exposed', now: host.addresses.admin },
    {
      name: 'editorPort',
      label: 'Editor port',
      what: 'The Sandbox Editor, an origin of its own',
      now: host.addresses.editor,
    },
  ] as const;
  return (
    <>
      <p className="ws-form-note">Ports change at the next start; until then the addresses of now stay in use.</p>
      {listeners.map(({ name, label, what, now }) => (
        <SettingField
          key={name}
          name={name}
          label={label}
          value={settings[name]}
          write={asText}
          read={readPort}
          isShort
          isMono
          placeholder="any free port"
          hint={
            <>
              {what}. Now <Mono>{now}</Mono>
            </>
          }
        />
      ))}
    </>
  );
}

function PublicUrlSection({ settings }: SectionProps): ReactNode {
  return (
    <SettingField
      name="publicUrl"
      label="Base address"
      value={settings.publicUrl}
      write={asText}
      read={readUrl}
      isMono
      clearable
      placeholder="https://demo.example.net"
      hint="Where a tunnel or reverse proxy makes the host port reachable. Empty: only clients on this computer."
      preview={PublicUrlPreview}
    />
  );
}

function PublicUrlPreview({ text }: { text: string }): ReactNode {
  const fallback = useHost(({ host }) => host?.addresses.host ?? '');
  const reading = readPublicUrl(text);
  if (reading.kind === 'problem') return null;
  const example = reading.kind === 'ok' ? reading.wopiSrcExample : `${fallback}/wopi/files/…`;
  return (
    <>
      WOPISrc will look like <Mono>{example}</Mono>
      {reading.kind === 'ok' && reading.warning !== null ? <div className="ws-warn">{reading.warning}</div> : null}
    </>
  );
}

function CaptureSection({ settings }: SectionProps): ReactNode {
  const capture = useExchanges((state) => state.capture);
  return (
    <>
      <CaptureUse capture={capture} />
      <SettingField
        name="maxExchanges"
        label="Most requests"
        value={settings.maxExchanges}
        write={asText}
        read={readCount(100, 10_000_000, 'requests')}
        isShort
        hint="Beyond this the oldest are dropped, except pinned ones; the status bar says how many."
      />
      <SettingField
        name="maxAgeDays"
        label="Most days"
        value={settings.maxAgeDays}
        write={asText}
        read={readDays}
        isShort
        hint="Older requests are dropped, unless they are pinned."
      />
      <SettingField
        name="maxCaptureBytes"
        label="Most space"
        value={settings.maxCaptureBytes}
        write={writeSize}
        read={readSize}
        isShort
        hint="For requests and their bodies together, such as 512 MB."
      />
      <SettingField
        name="maxBodyBytes"
        label="Largest body kept"
        value={settings.maxBodyBytes}
        write={writeSize}
        read={readSize}
        isShort
        hint="Bodies above this are passed on whole but not kept; the request says so."
      />
    </>
  );
}

function CaptureUse({ capture }: { capture: CaptureState }): ReactNode {
  return (
    <div className="ws-use">
      <Use
        label="Requests kept"
        used={capture.count}
        most={capture.maxCount}
        text={`${formatCount(capture.count)} of ${formatCount(capture.maxCount)} requests`}
      />
      <Use
        label="Space used"
        used={capture.bytes}
        most={capture.maxBytes}
        text={`${formatBytes(capture.bytes)} of ${formatBytes(capture.maxBytes)}`}
      />
      {capture.pinned === 0 ? null : (
        <p className="ws-muted">
          {plural(capture.pinned, 'request')} of these {capture.pinned === 1 ? 'is' : 'are'} pinned: neither count, nor
          age, nor space removes them.
        </p>
      )}
      {capture.dropped === 0 ? null : (
        <p className="ws-warn">{formatCount(capture.dropped)} older requests were dropped.</p>
      )}
      {capture.problem === null ? null : <p className="ws-err">{capture.problem}</p>}
    </div>
  );
}

function Use({ label, used, most, text }: { label: string; used: number; most: number; text: string }): ReactNode {
  return (
    <div className="ws-use-line">
      <meter aria-label={label} min={0} max={Math.max(most, 1)} value={Math.min(used, most)} />
      <span className="ws-mono">{text}</span>
    </div>
  );
}

function LimitSection({ settings }: SectionProps): ReactNode {
  return (
    <>
      <SettingField
        name="maxVersionBytes"
        label="Space for versions"
        value={settings.maxVersionBytes}
        write={writeSize}
        read={readSize}
        isShort
        hint="Beyond this the oldest bytes are let go; the version stays listed and says why it cannot be restored."
      />
      <SettingField
        name="maxFileBytes"
        label="Largest file"
        value={settings.maxFileBytes}
        write={writeSize}
        read={readSize}
        isShort
        hint="PutFile and PutRelativeFile above this are answered 413."
      />
    </>
  );
}

function TokenSection({ settings }: SectionProps): ReactNode {
  return (
    <SettingField
      name="tokenTtlSeconds"
      label="Usual lifetime"
      value={settings.tokenTtlSeconds}
      write={writeSeconds}
      read={readSeconds}
      isShort
      hint="For tokens issued when a document is opened. Ten hours is the recommended length."
    />
  );
}

const PROOF_MODES: readonly Choice<Settings['proofMode']>[] = [
  { value: 'off', label: 'Off:', explanation: 'signatures are not looked at' },
  {
    value: 'check',
    label: 'Check:',
    explanation: 'each signature is judged and shown with its request; nothing is refused',
  },
  {
    value: 'enforce',
    label: 'Enforce:',
    explanation: 'requests with a wrong, missing or old signature get 500, as the specification asks',
  },
];

function ProofSection({ settings }: SectionProps): ReactNode {
  return (
    <ChoiceField
      name="proofMode"
      label="Proof of the client's requests"
      value={settings.proofMode}
      choices={PROOF_MODES}
    />
  );
}

const THEMES: readonly Choice<Settings['theme']>[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'high-contrast', label: 'High contrast' },
];

function ThemeSection({ settings }: SectionProps): ReactNode {
  return <ChoiceField name="theme" label="Colours of this screen" value={settings.theme} choices={THEMES} />;
}

function AboutSection({ host }: SectionProps): ReactNode {
  return (
    <>
      <Facts>
        <Fact label="Version">
          <Mono>{host.version}</Mono>
        </Fact>
        <Fact label="Data directory">
          <span className="ws-with-copy">
            <Mono>{host.dataDirectory}</Mono>
            <CopyButton text={host.dataDirectory} what="data directory" />
          </span>
        </Fact>
        <Fact label="Privacy">No account, no telemetry. Outgoing connections happen only when you ask for them.</Fact>
      </Facts>
      <div>
        <Button size="small" onClick={() => useShell.setState({ dialog: 'shortcuts' })}>
          Keyboard shortcuts <Kbd>?</Kbd>
        </Button>
      </div>
    </>
  );
}

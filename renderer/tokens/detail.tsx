import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Hourglass16Regular } from '@fluentui/react-icons/svg/hourglass';
import { Prohibited16Regular } from '@fluentui/react-icons/svg/prohibited';
import type { TokenRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { linkTo } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Kbd } from '../ui/badge.tsx';
import { CloseButton } from '../ui/close-button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { ExpiresIn } from '../ui/countdown.tsx';
import { Card, Fact, Facts } from '../ui/fields.tsx';
import { formatFull, formatSpan } from '../ui/format.ts';
import { Mono } from '../ui/mono.tsx';
import { fail, say } from '../ui/toasts.tsx';
import { StateBadge } from './columns.tsx';

const WHAT: Record<TokenRow['kind'], string> = { file: 'File', container: 'Folder', ecosystem: 'Scope' };

export function TokenDetail({ token, onClose }: { token: TokenRow; onClose(): void }): ReactNode {
  const { id, kind, fileId, fileName, personName, state, canWrite, issuedAt, expiresAt, lastUsedAt, source } = token;
  useShortcuts('Token', [{ keys: 'Escape', label: 'Close the details', run: onClose }]);
  return (
    <aside className="ws-detail" aria-label={`Token of ${personName} for ${fileName}`}>
      <div className="ws-detail-head">
        <h2 className="ws-detail-title">
          {personName} · {fileName}
        </h2>
        <CloseButton onClose={onClose} />
      </div>
      <div className="ws-detail-body">
        <Card title="Token">
          <Facts>
            <Fact label="State">
              <StateBadge state={state} />
            </Fact>
            <Fact label={WHAT[kind]}>
              {kind === 'file' ? (
                <a className="ws-link" href={`#${linkTo('/files', { id: fileId })}`}>
                  {fileName}
                </a>
              ) : (
                fileName
              )}
            </Fact>
            <Fact label="Rights">{canWrite ? 'read and write' : 'read only'}</Fact>
            <Fact label="Issued">
              <span className="ws-mono">{formatFull(issuedAt)}</span> to {source}
            </Fact>
            <Fact label="Expires">
              <span className="ws-mono">{formatFull(expiresAt)}</span>
              {state === 'valid' ? (
                <>
                  {' '}
                  (<ExpiresIn until={expiresAt} lead="in" />)
                </>
              ) : null}
            </Fact>
            <Fact label="Lifetime">{formatSpan(expiresAt - issuedAt)}</Fact>
            <Fact label="Last use">
              {lastUsedAt === null ? 'never' : <span className="ws-mono">{formatFull(lastUsedAt)}</span>}
            </Fact>
            <Fact label="Id">
              <span className="ws-with-copy">
                <Mono>{id}</Mono>
                <CopyButton text={id} what="token id" />
              </span>
            </Fact>
          </Facts>
        </Card>
        <p className="ws-form-note">
          The text of the token is not kept, so it cannot be shown again. Issue another one for the same person and file
          instead.
        </p>
      </div>
      {state === 'valid' ? <Actions token={token} /> : null}
    </aside>
  );
}

function Actions({ token }: { token: TokenRow }): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  const { id: tokenId, personName, fileName } = token;

  async function change(title: string, body: string, action: string, call: () => Promise<TokenRow>): Promise<void> {
    if (!(await confirm({ title, body, action }))) return;
    try {
      const row = await call();
      say(`The token of ${row.personName} for ${row.fileName} is ${row.state}.`);
    } catch (error) {
      fail(error);
    }
  }
  const expire = (): Promise<void> =>
    change(
      `Let ${personName}'s token for ${fileName} expire now?`,
      'The editor that works with it gets 401 at its next request, as at the end of its lifetime. It cannot be made valid again.',
      'Expire now',
      () => api.expireToken({ tokenId }),
    );
  const revoke = (): Promise<void> =>
    change(
      `Revoke ${personName}'s token for ${fileName}?`,
      'The editor that works with it gets 401 at its next request, although the token itself still claims to be valid. It cannot be made valid again.',
      'Revoke',
      () => api.revokeToken({ tokenId }),
    );
  useShortcuts('Valid token', [
    { keys: 'e', label: 'Let the token expire now', run: () => void expire() },
    { keys: 'r', label: 'Revoke the token', run: () => void revoke() },
  ]);

  return (
    <div className="ws-detail-foot">
      <Button size="small" icon={<Hourglass16Regular />} aria-keyshortcuts="e" onClick={() => void expire()}>
        Expire now <Kbd>e</Kbd>
      </Button>
      <Button size="small" icon={<Prohibited16Regular />} aria-keyshortcuts="r" onClick={() => void revoke()}>
        Revoke <Kbd>r</Kbd>
      </Button>
    </div>
  );
}

import type { ReactNode } from 'react';
import type { DiscoveryView } from '../../preload/contract.ts';
import { CopyButton } from '../ui/copy.tsx';
import { Card, Fact, Facts } from '../ui/fields.tsx';
import { formatCount, formatFull } from '../ui/format.ts';
import { Mono } from '../ui/mono.tsx';

/** What a source says about itself: its age, its keys, its applications, and what is odd about it. */
export function SourceDetail({ view }: { view: DiscoveryView }): ReactNode {
  const { source, apps, proofKeys, warnings, actions } = view;
  const countOf = (app: string, zone: string): number =>
    actions.filter((action) => action.app === app && action.zone === zone).length;
  return (
    <aside className="ws-detail" aria-label={`Source ${source.name}`}>
      <div className="ws-detail-head">
        <h2 className="ws-detail-title">{source.name}</h2>
      </div>
      <p className="ws-detail-lead">Choose an action in the table to see its address built for one of your files.</p>
      <div className="ws-detail-body">
        {warnings.length === 0 ? null : (
          <Card title="Odd in this document">
            <ul className="ws-warnings">
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </Card>
        )}
        <Card title="Source">
          <Facts>
            {source.url === null ? null : (
              <Fact label="Address">
                <span className="ws-with-copy">
                  <Mono>{source.url}</Mono>
                  <CopyButton text={source.url} what="address" />
                </span>
              </Fact>
            )}
            <Fact label="Loaded">
              {source.loadedAt !== null ? (
                <Mono>{formatFull(source.loadedAt)}</Mono>
              ) : source.kind === 'editor' ? (
                'comes with this app, always up to date'
              ) : (
                'never'
              )}
            </Fact>
          </Facts>
        </Card>
        <Card title="Proof keys">
          {proofKeys === null ? (
            <p className="ws-form-note">
              None: this client does not sign its requests, so proof checking cannot be used with it.
            </p>
          ) : (
            <>
              <ProofKey label="Current" value={proofKeys.value} />
              <ProofKey label="Old" value={proofKeys.oldValue} />
            </>
          )}
        </Card>
        <Card title={`Applications (${apps.length})`}>
          <ul className="ws-apps">
            {apps.map(({ name, zone, checkLicense }) => (
              <li key={`${zone}/${name}`}>
                <span className="ws-clip" title={name}>
                  {name}
                </span>
                <span className="ws-muted">
                  {zone}
                  {checkLicense ? ' · checks licences' : ''}
                </span>
                <span className="ws-mono ws-muted">{formatCount(countOf(name, zone))}</span>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </aside>
  );
}

function ProofKey({ label, value }: { label: string; value: string }): ReactNode {
  return (
    <div className="ws-proof-key">
      <span className="ws-muted">{label}</span>
      {value === '' ? (
        <span className="ws-muted">none</span>
      ) : (
        <>
          <code className="ws-mono">{value}</code>
          <CopyButton text={value} what={`${label.toLowerCase()} proof key`} />
        </>
      )}
    </div>
  );
}

import { useMemo, type ReactNode } from 'react';
import type { BodyInfo, ExchangeDetail } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { Empty } from '../ui/empty.tsx';
import { formatBytes, plural } from '../ui/format.ts';
import { fileNameOf } from './file-name.ts';
import { recordedBody } from './source.ts';
import { Viewer } from './viewer.tsx';
import './bodies.css';

export type Side = 'request' | 'response';

export function RequestBody({ detail }: { detail: ExchangeDetail }): ReactNode {
  return <Body key="request" detail={detail} side="request" info={detail.requestBody} />;
}

export function ResponseBody({ detail }: { detail: ExchangeDetail }): ReactNode {
  return <Body key="response" detail={detail} side="response" info={detail.responseBody} />;
}

function Body({ detail, side, info }: { detail: ExchangeDetail; side: Side; info: BodyInfo }): ReactNode {
  const api = useApi();
  const { id } = detail;
  const { kept } = info;
  const source = useMemo(() => recordedBody(api, { id, side, kept }), [api, id, side, kept]);
  if (kept === 0) {
    return (
      <Empty title={info.size === 0 ? 'There is no body' : `The body (${formatBytes(info.size)}) is not kept`}>
        {info.missing ?? 'Nothing was sent.'}
      </Empty>
    );
  }
  return (
    <div className="ws-body-frame">
      {info.missing === null ? null : (
        <p className="ws-banner" data-tone="warning">
          {info.missing} {formatBytes(kept)} of {formatBytes(info.size)} are kept.
        </p>
      )}
      {info.hidden === undefined ? null : (
        <p className="ws-banner" data-tone="info">
          {plural(info.hidden, 'secret')} in it {info.hidden === 1 ? 'is' : 'are'} not recorded; a marker stands there.
        </p>
      )}
      <Viewer
        source={source}
        contentType={info.contentType}
        fileName={fileNameOf(detail, side)}
        requestAt={detail.at}
      />
    </div>
  );
}

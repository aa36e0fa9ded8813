import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons/svg/arrow-download';
import type { BodyInfo, ExchangeDetail } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLoaded } from '../state/loaded.ts';
import { CopyButton } from '../ui/copy.tsx';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { formatBytes } from '../ui/format.ts';
import { imageTypeOf, nameOfView, prettyJson, viewsFor, type BodyView } from './body-kind.ts';
import { HexView } from './hex-view.tsx';
import { readBody } from './read-body.ts';
import type { TabProps } from './tabs.tsx';

const CodeView = lazy(() => import('./code-view.tsx').then((module) => ({ default: module.CodeView })));

export function RequestBody({ detail }: TabProps): ReactNode {
  return <Body key="request" detail={detail} side="request" info={detail.requestBody} />;
}

export function ResponseBody({ detail }: TabProps): ReactNode {
  return <Body key="response" detail={detail} side="response" info={detail.responseBody} />;
}

/** Above this only the beginning is read at first. */
const READ_AT_FIRST = 4 * 1024 * 1024;

interface BodyProps {
  detail: ExchangeDetail;
  side: 'request' | 'response';
  info: BodyInfo;
}

function Body({ detail, side, info }: BodyProps): ReactNode {
  const api = useApi();
  const { id } = detail;
  const [limit, setLimit] = useState(READ_AT_FIRST);
  const wanted = Math.min(info.kept, limit);
  const { data, problem, reload } = useLoaded(info.kept === 0 ? null : `${id} ${side} ${wanted}`, () =>
    readBody(api, { id, side, length: wanted }),
  );
  if (info.kept === 0) {
    return (
      <Empty title={info.size === 0 ? 'There is no body' : `The body (${formatBytes(info.size)}) is not kept`}>
        {info.missing ?? 'Nothing was sent.'}
      </Empty>
    );
  }
  if (problem !== null) {
    return (
      <Problem
        title="The body cannot be shown"
        message={problem}
        actions={<Button onClick={reload}>Try again</Button>}
      />
    );
  }
  if (!data) return <Loading what={`the body (${formatBytes(wanted)})`} />;
  return (
    <>
      {info.missing === null ? null : (
        <p className="ws-banner" data-tone="warning">
          {info.missing} {formatBytes(info.kept)} of {formatBytes(info.size)} are kept.
        </p>
      )}
      {wanted < info.kept ? (
        <div className="ws-banner" data-tone="info">
          <p>
            Shown: the first {formatBytes(wanted)} of {formatBytes(info.kept)}.
          </p>
          <Button size="small" onClick={() => setLimit(info.kept)}>
            Read all
          </Button>
        </div>
      ) : null}
      <BodyViews bytes={data} info={info} name={`${detail.id}-${side}`} />
    </>
  );
}

function BodyViews({ bytes, info, name }: { bytes: Uint8Array<ArrayBuffer>; info: BodyInfo; name: string }): ReactNode {
  const views = viewsFor(info.contentType, bytes.subarray(0, 4_096));
  const [chosen, choose] = useState<BodyView>();
  const view = chosen !== undefined && views.includes(chosen) ? chosen : (views[0] ?? 'hex');
  const isText = view !== 'hex' && view !== 'image';
  const text = isText ? new TextDecoder().decode(bytes) : '';
  return (
    <div className="ws-body">
      <div className="ws-body-bar">
        <span className="ws-seg" role="group" aria-label="Show as">
          {views.map((each) => (
            <button key={each} type="button" aria-pressed={each === view} onClick={() => choose(each)}>
              {nameOfView(each)}
            </button>
          ))}
        </span>
        <span className="ws-body-type ws-clip" title={info.contentType ?? undefined}>
          {info.contentType ?? 'no Content-Type'}
        </span>
        <span className="ws-mono">{formatBytes(info.size)}</span>
        {isText ? <CopyButton text={text} what="body" /> : null}
        <Button
          size="small"
          appearance="transparent"
          icon={<ArrowDownload16Regular />}
          aria-label="Save the body"
          title="Save the body"
          onClick={() => save(bytes, name)}
        />
      </div>
      <div className="ws-body-view">
        {view === 'hex' ? <HexView bytes={bytes} /> : null}
        {view === 'image' ? <ImageView bytes={bytes} contentType={info.contentType} /> : null}
        {isText ? (
          <Suspense fallback={<Loading what="the viewer" />}>
            <CodeView text={view === 'json' ? prettyJson(text) : text} language={view} />
          </Suspense>
        ) : null}
      </div>
    </div>
  );
}

function ImageView({ bytes, contentType }: { bytes: Uint8Array<ArrayBuffer>; contentType: string | null }): ReactNode {
  const type = imageTypeOf(bytes) ?? contentType ?? 'image/png';
  const [source] = useState(() => `data:${type};base64,${toBase64(bytes)}`);
  return (
    <div className="ws-image">
      <img src={source} alt="The body, drawn" />
    </div>
  );
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x80_00) text += String.fromCharCode(...bytes.subarray(at, at + 0x80_00));
  return btoa(text);
}

function save(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `exchange-${name}.bin`;
  link.click();
  URL.revokeObjectURL(address);
}

import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Segments } from '../inspector/segments.tsx';
import { useLoaded } from '../state/loaded.ts';
import { Loading, Problem } from '../ui/empty.tsx';
import { formatBytes } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { writtenOut } from '../ui/visible.ts';
import { LOOKED_AT, mismatchOf, nameOfView, viewsFor, type BodyView } from './body-kind.ts';
import { charsetOf } from './charset.ts';
import { DownloadButton } from './download-button.tsx';
import { FormView } from './form-view.tsx';
import { HexPages } from './hex-pages.tsx';
import { ImageView } from './image-view.tsx';
import { MultipartView } from './multipart-view.tsx';
import { TextView } from './text-view.tsx';
import type { ViewerProps, ViewProps } from './view-props.ts';

const PackageView = lazy(() => import('./package-view.tsx').then((module) => ({ default: module.PackageView })));

/** Bytes, shown in whichever way fits them, and in every other way on demand. */
export function Viewer(props: ViewerProps): ReactNode {
  const { source, contentType } = props;
  const { data, problem, reload } = useLoaded(`start of ${source.size} ${contentType ?? ''}`, () =>
    source.read(0, LOOKED_AT),
  );
  if (problem !== null) {
    return (
      <Problem
        title="The body cannot be shown"
        message={problem}
        actions={<Button onClick={reload}>Try again</Button>}
      />
    );
  }
  if (!data) return <Loading what={`the body (${formatBytes(source.size)})`} />;
  return <Views {...props} contentType={contentType} start={data} inner={Viewer} />;
}

function Views(props: ViewProps): ReactNode {
  const { source, contentType, fileName, start } = props;
  const views = viewsFor(contentType, start);
  const [chosen, choose] = useState<BodyView>();
  const view = chosen !== undefined && views.includes(chosen) ? chosen : (views[0] ?? 'hex');
  const isText = view === 'text' || view === 'json' || view === 'xml' || view === 'form';
  const notices = [mismatchOf(contentType, start), isText ? charsetOf(contentType, start).notice : null];
  return (
    <div className="ws-body">
      <div className="ws-body-bar">
        <Segments
          label="Show as"
          options={views.map((id) => ({ id, label: nameOfView(id) }))}
          value={view}
          onChange={choose}
        />
        <span className="ws-body-type ws-clip" title={contentType === null ? undefined : writtenOut(contentType)}>
          {contentType === null ? 'no Content-Type' : <Shown text={contentType} />}
        </span>
        <span className="ws-mono ws-body-size">{formatBytes(source.size)}</span>
        <DownloadButton source={source} fileName={fileName} />
      </div>
      {notices.map((notice) =>
        notice === null ? null : (
          <p key={notice} className="ws-banner" data-tone="warning">
            {notice}
          </p>
        ),
      )}
      <View view={view} {...props} />
    </div>
  );
}

function View({ view, ...props }: ViewProps & { view: BodyView }): ReactNode {
  switch (view) {
    case 'json':
    case 'xml':
    case 'text':
      return <TextView key={view} layout={view} {...props} />;
    case 'form':
      return <FormView {...props} />;
    case 'multipart':
      return <MultipartView {...props} />;
    case 'image':
      return <ImageView {...props} />;
    case 'hex':
      return <HexPages source={props.source} />;
    case 'package':
      return (
        <Suspense fallback={<Loading what="the viewer of packages" />}>
          <PackageView {...props} />
        </Suspense>
      );
  }
}

import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { useLoaded } from '../state/loaded.ts';
import { CopyButton } from '../ui/copy.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { formatBytes } from '../ui/format.ts';
import { charsetOf } from './charset.ts';
import { JSON_START, layOutJson, problemOfJson, type JsonPlace } from './layout-json.ts';
import { layOutXml } from './layout-xml.ts';
import { Pager } from './pager.tsx';
import { TimesIn } from './times-in.tsx';
import type { ViewProps } from './view-props.ts';
import { Whole } from './whole.tsx';

const CodeView = lazy(() => import('./code-view.tsx').then((module) => ({ default: module.CodeView })));

type Layout = 'json' | 'xml' | 'text';

/** Up to here a text is shown as one; laying it out takes no longer than a blink. */
const WHOLE_UP_TO = 1024 * 1024;
/** A larger one is shown in pages of this many bytes. */
const PAGE = 128 * 1024;

interface TextViewProps extends ViewProps {
  layout: Layout;
}

export function TextView(props: TextViewProps): ReactNode {
  if (props.source.size > WHOLE_UP_TO) return <PagedText {...props} />;
  return (
    <Whole source={props.source} limit={WHOLE_UP_TO} what="text">
      {(bytes) => <WholeText {...props} bytes={bytes} />}
    </Whole>
  );
}

function WholeText({ bytes, layout, contentType, start, requestAt }: TextViewProps & { bytes: Uint8Array }): ReactNode {
  const { label } = charsetOf(contentType, start);
  const text = useMemo(() => new TextDecoder(label).decode(bytes), [label, bytes]);
  const shown = useMemo(() => layOut(text, layout), [text, layout]);
  const problem = useMemo(
    () => (layout === 'json' ? problemOfJson(text.replace(/^\uFEFF/, '')) : null),
    [text, layout],
  );
  return (
    <>
      {problem === null ? null : (
        <p className="ws-banner" data-tone="warning">
          {problem}
        </p>
      )}
      {layout === 'json' ? <TimesIn text={text} requestAt={requestAt} /> : null}
      <Code text={shown} language={layout} />
      <div className="ws-body-copy">
        <CopyButton text={text} what="body as it came" appearance="secondary" />
      </div>
    </>
  );
}

function layOut(text: string, layout: Layout): string {
  if (layout === 'json') return layOutJson(text).text;
  return layout === 'xml' ? layOutXml(text) : text;
}

/** One page of a long text, so that neither the bridge nor the page has to carry all of it. */
function PagedText({ source, layout, contentType, start }: TextViewProps): ReactNode {
  const [page, setPage] = useState(0);
  const { label } = charsetOf(contentType, start);
  // JSON can be laid out where it is known what stands before: on pages reached one after the other.
  const [places] = useState(() => new Map<number, JsonPlace>([[0, JSON_START]]));
  const { data, problem } = useLoaded(`text page ${page}`, async () => {
    const text = await readPage(source, page, label);
    const place = layout === 'json' ? places.get(page) : undefined;
    if (place === undefined) return { text, isLaidOut: false };
    const laidOut = layOutJson(text, place);
    places.set(page + 1, laidOut.end);
    return { text: laidOut.text, isLaidOut: true };
  });
  return (
    <>
      <Pager
        what="text"
        size={source.size}
        page={page}
        pageSize={PAGE}
        onPage={setPage}
        note={
          data?.isLaidOut === true
            ? `Laid out page by page: all of it (${formatBytes(source.size)}) is too much at once.`
            : `As it came: all of it (${formatBytes(source.size)}) is too much to be laid out at once.`
        }
      />
      {problem !== null ? (
        <Problem title="This part cannot be shown" message={problem} />
      ) : data === null ? (
        <Loading what="this part" />
      ) : (
        <Code text={data.text} language={data.isLaidOut ? layout : 'text'} />
      )}
    </>
  );
}

/** The longest character, in bytes. */
const MARGIN = 4;

/** Cuts between characters, never inside one. */
async function readPage(source: TextViewProps['source'], page: number, label: string): Promise<string> {
  const from = page * PAGE;
  const bytes = await source.read(from, PAGE + MARGIN);
  if (label !== 'utf-8') return new TextDecoder(label).decode(bytes.subarray(0, PAGE));
  const isInside = (at: number): boolean => ((bytes[at] ?? 0) & 0xc0) === 0x80;
  let begin = 0;
  while (from > 0 && begin < MARGIN && isInside(begin)) begin += 1;
  let end = Math.min(PAGE, bytes.length);
  while (end < bytes.length && isInside(end)) end += 1;
  return new TextDecoder().decode(bytes.subarray(begin, end));
}

function Code({ text, language }: { text: string; language: string }): ReactNode {
  return (
    <div className="ws-body-view">
      <Suspense fallback={<Loading what="the viewer" />}>
        <CodeView text={text} language={language} />
      </Suspense>
    </div>
  );
}

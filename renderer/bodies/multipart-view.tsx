import { useMemo, useState, type ReactNode } from 'react';
import { Empty } from '../ui/empty.tsx';
import { formatBytes, plural } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { safe } from './file-name.ts';
import { readMultipart, type MultipartPart } from './multipart.ts';
import { bytesAtHand } from './source.ts';
import type { ViewProps } from './view-props.ts';
import { Whole } from './whole.tsx';

const LIMIT = 16 * 1024 * 1024;

/** The parts of a multipart body; the chosen one is shown below. */
export function MultipartView(props: ViewProps): ReactNode {
  return (
    <Whole source={props.source} limit={LIMIT} what="parts">
      {(bytes) => <Parts {...props} bytes={bytes} />}
    </Whole>
  );
}

function Parts({ bytes, contentType, requestAt, inner }: ViewProps & { bytes: Uint8Array<ArrayBuffer> }): ReactNode {
  const reading = useMemo(() => readMultipart(contentType, bytes), [contentType, bytes]);
  const [chosen, choose] = useState(0);
  if ('problem' in reading) return <Empty title="The parts cannot be listed">{reading.problem}</Empty>;
  const part = reading.parts[chosen];
  return (
    <div className="ws-parts-frame">
      {reading.notice === null ? null : (
        <p className="ws-banner" data-tone="warning">
          {reading.notice}
        </p>
      )}
      <div className="ws-parts">
        <table className="ws-headers">
          <caption>{plural(reading.parts.length, 'part')}</caption>
          <tbody>
            {reading.parts.map((each, index) => (
              <tr key={each.start} aria-current={index === chosen || undefined}>
                <th scope="row">
                  <button type="button" className="ws-link" onClick={() => choose(index)}>
                    <Shown text={nameOf(each, index)} />
                  </button>
                </th>
                <td>{each.contentType === null ? 'no Content-Type' : <Shown text={each.contentType} />}</td>
                <td className="ws-mono">{formatBytes(each.end - each.start)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {part ? (
        <PartView key={chosen} part={part} index={chosen} bytes={bytes} requestAt={requestAt} inner={inner} />
      ) : null}
    </div>
  );
}

interface PartViewProps extends Pick<ViewProps, 'requestAt' | 'inner'> {
  part: MultipartPart;
  index: number;
  bytes: Uint8Array<ArrayBuffer>;
}

function PartView({ part, index, bytes, requestAt, inner: Inner }: PartViewProps): ReactNode {
  const source = useMemo(() => bytesAtHand(bytes.slice(part.start, part.end)), [bytes, part]);
  return (
    <Inner
      source={source}
      contentType={part.contentType}
      fileName={safe(part.fileName ?? `part ${index + 1}.bin`)}
      requestAt={requestAt}
    />
  );
}

function nameOf({ name, fileName }: MultipartPart, index: number): string {
  return [name ?? `part ${index + 1}`, fileName === null ? '' : `(${fileName})`].join(' ').trim();
}

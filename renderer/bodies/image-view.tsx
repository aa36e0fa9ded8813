import { useMemo, useState, type ReactNode } from 'react';
import { Empty } from '../ui/empty.tsx';
import { bareType, imageTypeOf } from './body-kind.ts';
import type { ViewProps } from './view-props.ts';
import { Whole } from './whole.tsx';

const LIMIT = 16 * 1024 * 1024;

export function ImageView({ source, contentType }: ViewProps): ReactNode {
  return (
    <Whole source={source} limit={LIMIT} what="an image">
      {(bytes) => <Picture bytes={bytes} contentType={contentType} />}
    </Whole>
  );
}

function Picture({ bytes, contentType }: { bytes: Uint8Array; contentType: string | null }): ReactNode {
  // As data, not as an address: a drawing cannot run or load anything from there.
  const picture = useMemo(() => {
    const type = imageTypeOf(bytes) ?? (contentType === null ? 'image/png' : bareType(contentType));
    return `data:${type};base64,${toBase64(bytes)}`;
  }, [bytes, contentType]);
  const [size, setSize] = useState<string | null>(null);
  const [isBroken, setBroken] = useState(false);
  if (isBroken)
    return <Empty title="This image cannot be drawn">Its bytes are damaged, cut, or of an unknown kind.</Empty>;
  return (
    <div className="ws-body-view ws-image">
      <img
        src={picture}
        alt="The body, drawn"
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setSize(`${naturalWidth} × ${naturalHeight}`)}
        onError={() => setBroken(true)}
      />
      {size === null ? null : <p className="ws-mono ws-muted">{size}</p>}
    </div>
  );
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x80_00) text += String.fromCharCode(...bytes.subarray(at, at + 0x80_00));
  return btoa(text);
}

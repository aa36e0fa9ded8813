import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { useLoaded } from '../state/loaded.ts';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { formatBytes } from '../ui/format.ts';
import type { ByteSource } from './source.ts';

interface WholeProps {
  source: ByteSource;
  /** More than this is not read into the page. */
  limit: number;
  /** 'an image' */
  what: string;
  children: (bytes: Uint8Array<ArrayBuffer>) => ReactNode;
}

/** Reads all of a body before it shows it; a body beyond the limit is refused with what else can be done. */
export function Whole({ source, limit, what, children }: WholeProps): ReactNode {
  const isTooLarge = source.size > limit;
  const { data, problem, reload } = useLoaded(isTooLarge ? null : `all ${source.size}`, () =>
    source.read(0, source.size),
  );
  if (isTooLarge) {
    return (
      <Empty title={`Too large to be shown as ${what}`}>
        The body has {formatBytes(source.size)}; up to {formatBytes(limit)} are shown this way. As hex, and as text
        where it is text, it can be looked at page by page; saving takes all of it.
      </Empty>
    );
  }
  if (problem !== null) {
    return (
      <Problem
        title="The body cannot be read"
        message={problem}
        actions={<Button onClick={reload}>Try again</Button>}
      />
    );
  }
  return data ? children(data) : <Loading what={`the body (${formatBytes(source.size)})`} />;
}

import { useState, type ReactNode } from 'react';
import { useLoaded } from '../state/loaded.ts';
import { Loading, Problem } from '../ui/empty.tsx';
import { HexView } from './hex-view.tsx';
import { Pager } from './pager.tsx';
import type { ByteSource } from './source.ts';

/** Far below the height a browser can scroll. */
const PAGE = 256 * 1024;

/** Bytes in hexadecimal; a long body in pages that are read when they are looked at. */
export function HexPages({ source }: { source: ByteSource }): ReactNode {
  const [page, setPage] = useState(0);
  const { data, problem } = useLoaded(`bytes page ${page}`, () => source.read(page * PAGE, PAGE));
  return (
    <>
      {source.size > PAGE ? (
        <Pager what="bytes" size={source.size} page={page} pageSize={PAGE} onPage={setPage} />
      ) : null}
      <div className="ws-body-view">
        {problem !== null ? (
          <Problem title="These bytes cannot be shown" message={problem} />
        ) : data === null ? (
          <Loading what="these bytes" />
        ) : (
          <HexView key={page} bytes={data} from={page * PAGE} />
        )}
      </div>
    </>
  );
}

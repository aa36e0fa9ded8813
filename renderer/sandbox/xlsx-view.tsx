import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { Sheet } from '@fortune-sheet/core';
import { Loading, Problem } from '../ui/empty.tsx';
import { fail } from '../ui/toasts.tsx';
import { Banner } from './banner.tsx';
import { useOfficeFile, type LoadedFile, type OfficeFile } from './office-file.ts';
import { Grid } from './sheet-grid.tsx';
import { toldOf, type Wish } from './sheet-shape.ts';
import { useLoad } from './use-load.ts';
import { openWorkbook, type OpenWorkbook, type Shown } from './workbook/open-workbook.ts';

/** An Excel workbook: cells with their formats and formulas. */
export function XlsxView(): ReactNode {
  const file = useOfficeFile();
  if (file.loaded === null) return <Loading what="the workbook" />;
  return <Opening key={file.loaded.revision} loaded={file.loaded} file={file} />;
}

/** A file to show, and what has just been done to it. */
interface Shape {
  bytes: ArrayBuffer;
  shown: Shown | null;
  /** Not known to the server yet. */
  isUnsent: boolean;
  done: { words: string; before: ArrayBuffer } | null;
}

function Opening({ loaded, file }: { loaded: LoadedFile; file: OfficeFile }): ReactNode {
  const [shape, setShape] = useState<Shape>({ bytes: loaded.bytes, shown: null, isUnsent: false, done: null });
  const load = useCallback(async () => ({ shape, workbook: await openWorkbook(shape.bytes, shape.shown) }), [shape]);
  const opened = useLoad(load);
  if (opened.state === 'loading') return <Loading what="the workbook" />;
  if (opened.state === 'failed')
    return (
      <Problem title="The workbook cannot be shown" message={`${opened.reason} Download it to open it elsewhere.`} />
    );
  return <Changing {...opened.value} file={file} isBusy={opened.value.shape !== shape} onShape={setShape} />;
}

interface ChangingProps {
  shape: Shape;
  workbook: OpenWorkbook;
  file: OfficeFile;
  /** The next shape is being read. */
  isBusy: boolean;
  onShape(shape: Shape): void;
}

/** The grid with what is around it: rows and columns come and go in the file itself, which is then shown anew. */
function Changing({ shape, workbook, file, isBusy, onShape }: ChangingProps): ReactNode {
  const [untouched, setUntouched] = useState<Shape | null>(null);
  useEffect(() => setUntouched(shape), [shape]);
  const touch = useCallback(() => setUntouched(null), []);
  const reshape = useCallback(
    async (sheets: readonly Sheet[], { sheet, change }: Wish): Promise<void> => {
      try {
        const fixed = workbook.whyFixed(sheet);
        if (fixed !== null) throw new Error(fixed);
        const before = await workbook.save(sheets);
        const bytes = await workbook.reshape(sheets, sheet, change);
        const { axis, at, kind } = change;
        const shown = { axis, at, count: kind === 'insert' ? change.count : 1, sheetId: sheet.id ?? '' };
        onShape({ bytes, shown, isUnsent: true, done: { words: toldOf(change), before } });
      } catch (error) {
        fail(error);
      }
    },
    [workbook, onShape],
  );
  const { done, shown } = shape;

  return (
    <div className="sb-sheet" inert={isBusy}>
      {done === null || untouched !== shape ? null : (
        <Banner
          tone="info"
          title={done.words}
          actions={
            <Button size="small" onClick={() => onShape({ bytes: done.before, shown, isUnsent: true, done: null })}>
              Take it back
            </Button>
          }
        />
      )}
      <Grid
        key={revisionOf(workbook)}
        workbook={workbook}
        file={file}
        isUnsent={shape.isUnsent}
        onTouch={touch}
        onWish={reshape}
      />
    </div>
  );
}

const revisions = new WeakMap<OpenWorkbook, number>();
let lastRevision = 0;

/** A grid shows one workbook; another one gets a grid of its own. */
function revisionOf(workbook: OpenWorkbook): number {
  const known = revisions.get(workbook) ?? (lastRevision += 1);
  revisions.set(workbook, known);
  return known;
}

import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { locale, type Context, type Op } from '@fortune-sheet/core';
import { Workbook, type WorkbookInstance } from '@fortune-sheet/react';
import '@fortune-sheet/react/dist/index.css';
import { Loading, Problem } from '../ui/empty.tsx';
import { useLoad } from './use-load.ts';
import { useOfficeFile, type LoadedFile, type OfficeFile } from './office-file.ts';
import { mayType, useSandbox } from './store.ts';
import { openWorkbook, type OpenWorkbook } from './workbook/open-workbook.ts';

/** What the grid draws text in that has no font of its own: the first of its list, which would be Times New Roman. */
locale({ lang: 'en' } as Context).fontarray[0] = 'Calibri';

/** An Excel workbook: cells with their formats and formulas. */
export function XlsxView(): ReactNode {
  const file = useOfficeFile();
  if (file.loaded === null) return <Loading what="the workbook" />;
  return <Opening key={file.loaded.revision} loaded={file.loaded} file={file} />;
}

function Opening({ loaded, file }: { loaded: LoadedFile; file: OfficeFile }): ReactNode {
  const load = useCallback(() => openWorkbook(loaded.bytes), [loaded]);
  const opened = useLoad(load);
  if (opened.state === 'loading') return <Loading what="the workbook" />;
  if (opened.state === 'failed')
    return (
      <Problem title="The workbook cannot be shown" message={`${opened.reason} Download it to open it elsewhere.`} />
    );
  return <Grid workbook={opened.value} file={file} />;
}

const TOOLS = [
  'undo',
  'redo',
  '|',
  'format',
  '|',
  'bold',
  'italic',
  'underline',
  'strike-through',
  'font-color',
  'background',
  '|',
  'horizontal-align',
];
// The grid starts over when one of these is a new object, and then forgets what is selected.
const MENU = ['copy', 'paste', '|', 'clear'];
const NONE: string[] = [];
const no = (): boolean => false;
/** Sheets and rows cannot be added or removed here: the original workbook is kept, cell by cell. */
const HOOKS = { beforeAddSheet: no, beforeDeleteSheet: no, beforeUpdateSheetName: no };

function Grid({ workbook, file }: { workbook: OpenWorkbook; file: OfficeFile }): ReactNode {
  const grid = useRef<WorkbookInstance>(null);
  const isWritable = useSandbox(mayType);
  const { attach, changed } = file;
  useEffect(
    () =>
      attach({
        exportBytes: () => workbook.save(grid.current?.getAllSheets() ?? []),
      }),
    [attach, workbook],
  );
  const noteOperations = useCallback(
    (operations: Op[]) => {
      if (workbook.isChange(operations)) changed();
    },
    [workbook, changed],
  );

  return (
    <div className="sb-sheet">
      <Workbook
        ref={grid}
        data={workbook.sheets}
        allowEdit={isWritable}
        showToolbar={isWritable}
        showFormulaBar
        toolbarItems={TOOLS}
        cellContextMenu={MENU}
        headerContextMenu={MENU}
        sheetTabContextMenu={NONE}
        hooks={HOOKS}
        lang="en"
        currency="€"
        onOp={noteOperations}
      />
    </div>
  );
}

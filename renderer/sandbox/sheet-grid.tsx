import { useCallback, useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { FluentIcon } from '@fluentui/react-icons';
import { TableDeleteColumn20Regular } from '@fluentui/react-icons/svg/table-delete-column';
import { TableDeleteRow20Regular } from '@fluentui/react-icons/svg/table-delete-row';
import { TableInsertColumn20Regular } from '@fluentui/react-icons/svg/table-insert-column';
import { TableInsertRow20Regular } from '@fluentui/react-icons/svg/table-insert-row';
import { locale, type Context, type Op, type Sheet } from '@fortune-sheet/core';
import { Workbook, type WorkbookInstance } from '@fortune-sheet/react';
import '@fortune-sheet/react/dist/index.css';
import './sheet.css';
import { fail } from '../ui/toasts.tsx';
import type { OfficeFile } from './office-file.ts';
import { wishAt, wishOfMenu, type Side, type Wish } from './sheet-shape.ts';
import { mayType, useSandbox } from './store.ts';
import type { OpenWorkbook } from './workbook/open-workbook.ts';
import type { Axis } from './workbook/shift.ts';

/** What the grid draws text in that has no font of its own: the first of its list, which would be Times New Roman. */
locale({ lang: 'en' } as Context).fontarray[0] = 'Calibri';

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
const MENU = ['copy', 'paste', '|', 'insert-row', 'insert-column', 'delete-row', 'delete-column', '|', 'clear'];
const READING_MENU = ['copy'];
const NONE: string[] = [];
const no = (): boolean => false;
/** Sheets cannot be added, removed or renamed here. */
const HOOKS = { beforeAddSheet: no, beforeDeleteSheet: no, beforeUpdateSheetName: no };

/** Rows and columns are added beside what is selected, as many as are selected. */
const SHAPES: readonly { tooltip: string; axis: Axis; side: Side; Icon: FluentIcon }[] = [
  { tooltip: 'Add a row above', axis: 'row', side: 'before', Icon: TableInsertRow20Regular },
  { tooltip: 'Add a column on the left', axis: 'column', side: 'before', Icon: TableInsertColumn20Regular },
  { tooltip: 'Remove the selected rows', axis: 'row', side: 'away', Icon: TableDeleteRow20Regular },
  { tooltip: 'Remove the selected columns', axis: 'column', side: 'away', Icon: TableDeleteColumn20Regular },
];

interface GridProps {
  workbook: OpenWorkbook;
  file: OfficeFile;
  /** The workbook has been changed already, as it is. */
  isUnsent: boolean;
  /** Something was changed in the grid. */
  onTouch(): void;
  onWish(sheets: readonly Sheet[], wish: Wish): Promise<void>;
}

/** The cells of a workbook, and the buttons above them. */
export function Grid({ workbook, file, isUnsent, onTouch, onWish }: GridProps): ReactNode {
  const grid = useRef<WorkbookInstance>(null);
  const isWritable = useSandbox(mayType);
  const { attach, changed } = file;
  useEffect(() => {
    const detach = attach({ exportBytes: () => workbook.save(grid.current?.getAllSheets() ?? []) });
    if (isUnsent) changed();
    return detach;
  }, [attach, changed, isUnsent, workbook]);
  const noteOperations = useCallback(
    (operations: Op[]) => {
      if (!workbook.isChange(operations)) return;
      changed();
      onTouch();
    },
    [workbook, changed, onTouch],
  );
  const ask = useCallback(
    (wish: Wish | null) => {
      if (wish === null) fail('Select cells of one area first: rows and columns are added and removed beside them.');
      else void onWish(grid.current?.getAllSheets() ?? [], wish);
    },
    [onWish],
  );
  const buttons = useMemo(
    () =>
      SHAPES.map(({ tooltip, axis, side, Icon }) => ({
        key: tooltip,
        tooltip,
        // its name, which the grid does not give to buttons that are not its own
        icon: <Icon title={tooltip} />,
        onClick: () => {
          if (grid.current !== null) ask(wishAt(grid.current, axis, side));
        },
      })),
    [ask],
  );

  function takeMenuClick(event: MouseEvent): void {
    const wish = grid.current === null ? 'none' : wishOfMenu(event.target, grid.current);
    if (wish === 'none') return;
    event.stopPropagation();
    ask(wish);
  }

  return (
    // The grid's buttons and menus can be reached with the keyboard, but answer to the mouse only.
    <div className="sb-grid" role="presentation" onClickCapture={takeMenuClick} onKeyDownCapture={answerKeys}>
      <Workbook
        ref={grid}
        data={workbook.sheets}
        allowEdit={isWritable}
        showToolbar={isWritable}
        showFormulaBar
        toolbarItems={TOOLS}
        customToolbarItems={buttons}
        cellContextMenu={isWritable ? MENU : READING_MENU}
        headerContextMenu={isWritable ? MENU : READING_MENU}
        sheetTabContextMenu={NONE}
        hooks={HOOKS}
        lang="en"
        currency="€"
        onOp={noteOperations}
      />
    </div>
  );
}

function answerKeys(event: KeyboardEvent<HTMLElement>): void {
  const { target, key, currentTarget } = event;
  const behindMenu = currentTarget.querySelector('.fortune-popover-backdrop');
  if (key === 'Escape' && behindMenu !== null) {
    event.stopPropagation();
    behindMenu.dispatchEvent(new window.MouseEvent('mousedown', { bubbles: true }));
  } else if ((key === 'Enter' || key === ' ') && target instanceof HTMLElement && target.role === 'button') {
    event.preventDefault();
    target.click();
  }
}

import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type ReactNode } from 'react';
import { afterEach, expect, test } from 'vitest';
import { useSortedRows, type Column } from '../../../renderer/ui/columns.ts';
import { DataTable } from '../../../renderer/ui/data-table.tsx';
import { Split } from '../../../renderer/ui/split.tsx';

afterEach(cleanup);

interface Row {
  id: number;
  name: string;
}

const columns: readonly Column<Row>[] = [
  { id: 'id', header: 'Id', width: 60, cell: ({ id }) => id, sort: (left, right) => left.id - right.id },
  { id: 'name', header: 'Name', width: 'minmax(80px, 1fr)', cell: ({ name }) => name },
];
const rows: Row[] = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, name: `row ${index + 1}` }));
const opened: number[] = [];

function Sample({ of = rows }: { of?: Row[] }): ReactNode {
  const [selected, select] = useState<number | null>(null);
  return (
    <>
      <DataTable
        label="Sample"
        columns={columns}
        {...useSortedRows(of, columns)}
        rowKey={({ id }) => id}
        selectedKey={selected}
        onSelect={({ id }) => select(id)}
        onOpen={({ id }) => opened.push(id)}
        empty="Nothing here"
      />
      <output>{selected}</output>
    </>
  );
}

const selected = (): string => screen.getByRole('status').textContent;

test('keys move through the rows, and Enter opens one', async () => {
  render(<Sample />);
  await userEvent.tab();
  expect(document.activeElement).toBe(screen.getByRole('grid', { name: 'Sample' }));
  // oxfmt-ignore
  const steps: [key: string, row: string][] = [
    ['{ArrowDown}', '1'], ['{ArrowDown}', '2'], ['{ArrowUp}', '1'], ['{ArrowUp}', '1'],
    ['{End}', '100'], ['{ArrowDown}', '100'], ['{Home}', '1'], ['{PageDown}', '22'], ['{PageUp}', '1'],
  ];
  for (const [key, row] of steps) {
    await userEvent.keyboard(key);
    expect(selected()).toBe(row);
  }
  await userEvent.keyboard('{Enter}');
  expect(opened).toEqual([1]);
  const active = screen.getByRole('grid').getAttribute('aria-activedescendant');
  expect(document.getElementById(active ?? '')?.getAttribute('aria-selected')).toBe('true');
});

test('a click selects and a header sorts, telling so', async () => {
  render(<Sample />);
  await userEvent.click(screen.getByText('row 3'));
  expect(selected()).toBe('3');
  const [header] = screen.getAllByRole('columnheader');
  await userEvent.click(screen.getByRole('button', { name: 'Id' }));
  expect(header?.getAttribute('aria-sort')).toBe('ascending');
  await userEvent.click(screen.getByRole('button', { name: /^Id/ }));
  expect(header?.getAttribute('aria-sort')).toBe('descending');
  expect(screen.getAllByRole('row')[1]?.textContent).toContain('row 100');
  expect(screen.queryByRole('button', { name: 'Name' })).toBeNull();
});

test('recycled rows keep their elements while the list scrolls, and stand in order once it is still', async () => {
  render(<DataTable label="Fast" columns={columns} rows={rows} rowKey={({ id }) => id} isRecycling />);
  const grid = screen.getByRole('grid', { name: 'Fast' });
  const drawn = (): HTMLElement[] => within(within(grid).getByRole('rowgroup')).getAllByRole('row');
  const places = (): number[] => drawn().map((row) => Number(row.getAttribute('aria-rowindex')));
  const inOrder = (): number[] => places().toSorted((left, right) => left - right);
  grid.scrollTop = 26 * 20;
  fireEvent.scroll(grid);
  await waitFor(() => expect(places()).toEqual(inOrder()));
  const elements = drawn();
  grid.scrollTop = 26 * 27;
  fireEvent.scroll(grid);
  expect(drawn().every((row, place) => row === elements[place])).toBe(true);
  expect(places()).not.toEqual(inOrder());
  for (const row of drawn()) expect(row.textContent).toContain(`row ${Number(row.getAttribute('aria-rowindex')) - 1}`);
  await waitFor(() => expect(places()).toEqual(inOrder()));
});

test('a cell of one line has its tooltip while the pointer is on it', async () => {
  const lined: Column<Row>[] = [
    {
      id: 'name',
      header: 'Name',
      width: 80,
      cell: ({ name }) => name,
      line: ({ name }) => ({ text: name, title: () => `All of ${name}` }),
    },
  ];
  render(<DataTable label="Lines" columns={lined} rows={rows} rowKey={({ id }) => id} />);
  const cell = screen.getByText('row 2');
  expect(cell.title).toBe('');
  await userEvent.hover(cell);
  expect(cell.title).toBe('All of row 2');
  await userEvent.unhover(cell);
  expect(cell.title).toBe('');
});

test('an empty table says what could be here', () => {
  render(<Sample of={[]} />);
  expect(screen.getByText('Nothing here')).toBeTruthy();
});

test('the divider of a split moves with the arrow keys and is remembered', async () => {
  localStorage.clear();
  const { unmount } = render(
    <Split id="sample" label="details" initial={500} smallest={100} keep={100} first="left" second="right" />,
  );
  const divider = screen.getByRole('separator', { name: 'Width of the details' });
  expect(divider.getAttribute('aria-valuenow')).toBe('500');
  Object.defineProperty(divider.parentElement, 'clientWidth', { value: 1_000 });
  divider.focus();
  await userEvent.keyboard('{ArrowLeft}');
  expect(divider.getAttribute('aria-valuenow')).toBe('516');
  await userEvent.keyboard('{Home}');
  expect(divider.getAttribute('aria-valuenow')).toBe('900');
  await userEvent.keyboard('{End}');
  expect(divider.getAttribute('aria-valuenow')).toBe('100');
  unmount();
  render(<Split id="sample" label="details" initial={500} first="left" second="right" />);
  expect(screen.getByRole('separator').getAttribute('aria-valuenow')).toBe('100');
});

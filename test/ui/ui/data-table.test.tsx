import { cleanup, render, screen } from '@testing-library/react';
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

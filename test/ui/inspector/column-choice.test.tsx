import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  arrange,
  FIRST_CHOICE,
  inOrder,
  moveTo,
  resetColumns,
  show,
  size,
  useColumnChoice,
} from '../../../renderer/inspector/column-choice.ts';
import { fakeChannel, renderApp } from '../support/fake-channel.tsx';
import { exchange, snapshot } from '../support/fixtures.ts';

beforeEach(resetColumns);
afterEach(cleanup);

const columns = [
  { id: 'a', width: 10, yields: 1 },
  { id: 'b', width: 'minmax(10px, 1fr)' },
  { id: 'c', width: 30, isHiddenAtFirst: true, yields: 2 },
];
const now = () => arrange(columns, useColumnChoice.getState().choice);
const ids = (): string =>
  now()
    .map(({ id }) => id)
    .join('');
const [a, b, c] = columns;

describe('a choice of columns', () => {
  test('is at first what the table of columns says', () => {
    expect(ids()).toBe('ab');
  });

  test('shows, hides, moves and sizes, and goes back', () => {
    if (!a || !b || !c) throw new Error('Three columns are needed.');
    show(c, true);
    expect(ids()).toBe('abc');
    expect(now()[2]).not.toHaveProperty('yields');
    show(a, false);
    expect(ids()).toBe('bc');
    moveTo(columns, 'c', 0);
    expect(ids()).toBe('cb');
    size('b', 77.4);
    expect(now()[1]?.width).toBe(77);
    size('b', 1);
    expect(now()[1]?.width).toBe(32);
    size('b', null);
    expect(now()[1]?.width).toBe('minmax(10px, 1fr)');
    show(a, true);
    show(c, false);
    expect(ids()).toBe('ab');
    resetColumns();
    expect(useColumnChoice.getState().choice).toBe(FIRST_CHOICE);
  });

  test('takes in a column it does not know yet, behind the one it follows at first', () => {
    const order = ['c', 'a', 'gone'];
    expect(inOrder(columns, { ...FIRST_CHOICE, order }).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
});

describe('in Traffic', () => {
  const open = () => renderApp(fakeChannel(snapshot(), [exchange({ id: 1 })]));
  const heads = (): string[] =>
    within(screen.getByRole('grid', { name: 'Requests' }))
      .getAllByRole('columnheader')
      .map((head) => head.textContent.replace(/[↑↓]/, ''));

  test('columns are chosen, moved and sized with keys, seen at once, and kept', async () => {
    await open();
    await screen.findByText('Budget.xlsx');
    await userEvent.keyboard('l');
    const chooser = await screen.findByRole('dialog');
    expect(chooser.getAttribute('aria-label')).toBe('Columns');
    await userEvent.click(within(chooser).getByRole('checkbox', { name: 'Session' }));
    await userEvent.click(within(chooser).getByRole('checkbox', { name: 'Lock' }));
    expect(heads()).toContain('Session');
    expect(heads()).not.toContain('Lock');
    within(chooser).getByRole('button', { name: 'File further left' }).focus();
    for (let step = 0; step < 3; step += 1) await userEvent.keyboard('{Enter}');
    expect(heads().slice(0, 3)).toEqual(['File', 'Mark', 'Time']);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('File further right');
    await userEvent.type(within(chooser).getByRole('spinbutton', { name: /^Width of Time/ }), '150{Enter}');
    expect(useColumnChoice.getState().choice.widths).toEqual({ time: 150 });
    expect(JSON.parse(localStorage.getItem('traffic.columns') ?? '')).toEqual(useColumnChoice.getState().choice);

    await userEvent.click(within(chooser).getByRole('button', { name: 'As at first' }));
    expect(heads().slice(0, 3)).toEqual(['Mark', 'Time', 'Operation']);
    expect(localStorage.getItem('traffic.columns')).toBeNull();
  });

  test('Shift and an arrow on a head sizes its column, Shift and Home undoes it', async () => {
    await open();
    const head = await screen.findByRole('button', { name: /^Operation/ });
    const cell = head.closest('[role="columnheader"]');
    if (cell) cell.getBoundingClientRect = () => new DOMRect(0, 0, 132, 26);
    fireEvent.keyDown(head, { key: 'ArrowRight', shiftKey: true });
    expect(useColumnChoice.getState().choice.widths).toEqual({ operation: 140 });
    fireEvent.keyDown(head, { key: 'Home', shiftKey: true });
    expect(useColumnChoice.getState().choice.widths).toEqual({});
  });
});

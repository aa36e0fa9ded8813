import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { go, linkTo, useHashPath, useLinkParam } from '../../../renderer/shell/location.ts';

beforeEach(() => window.history.replaceState(null, '', '/#/traffic?f=op%3ALock&x=3'));
afterEach(cleanup);

test('reads the room and its values from the address', () => {
  expect(renderHook(() => useHashPath()[0]).result.current).toBe('/traffic');
  expect(renderHook(() => useLinkParam('f')[0]).result.current).toBe('op:Lock');
  expect(renderHook(() => useLinkParam('none')[0]).result.current).toBeNull();
});

test('writes a value beside the others and takes it out again, without a step in the history', () => {
  const { result } = renderHook(() => useLinkParam('x'));
  const steps = window.history.length;
  act(() => result.current[1]('9'));
  expect(window.location.hash).toBe('#/traffic?f=op%3ALock&x=9');
  expect(result.current[0]).toBe('9');
  act(() => result.current[1](null));
  expect(window.location.hash).toBe('#/traffic?f=op%3ALock');
  expect(window.history.length).toBe(steps);
});

test('an address that names no room is the start', () => {
  window.history.replaceState(null, '', '/#nonsense');
  expect(renderHook(() => useHashPath()[0]).result.current).toBe('/');
  act(() => go('/files'));
  expect(window.location.hash).toBe('#/files');
});

test('links leave out what is empty', () => {
  expect(linkTo('/files', { id: 'a b', folder: null, x: '' })).toBe('/files?id=a+b');
  expect(linkTo('/files', {})).toBe('/files');
});

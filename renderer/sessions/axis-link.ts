import { linkTo } from '../shell/location.ts';

/** Stands for no filter: an empty value would not stand in the address. */
export const EVERYTHING = 'all';

export function axisOfIds(ids: readonly number[]): string {
  return linkTo('/sessions', { ids: ids.join('.') });
}

export function axisOfFilter(filter: string | null): string {
  return linkTo('/sessions', { axis: filter === null || filter === '' ? EVERYTHING : filter });
}

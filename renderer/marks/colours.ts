import type { MarkColour } from '../../preload/contract.ts';

/** Each colour has a shape of its own, so that colour is never the only sign; the theme decides on the tone. */
export const markColours: readonly { id: MarkColour; name: string; sign: string }[] = [
  { id: 'red', name: 'Red', sign: '◆' },
  { id: 'amber', name: 'Amber', sign: '▲' },
  { id: 'green', name: 'Green', sign: '●' },
  { id: 'blue', name: 'Blue', sign: '■' },
  { id: 'violet', name: 'Violet', sign: '★' },
];

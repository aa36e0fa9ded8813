import { expect, it } from 'vitest';
import { urlsrcParts } from '../../../renderer/discovery/urlsrc.ts';

it('finds every placeholder and loses no character', () => {
  const urlsrc = 'https://h/we/frame.aspx?a=1&<ui=UI_LLCC&><rs=DC_LLCC>&x=<notone>';
  const parts = urlsrcParts(urlsrc);
  expect(parts.map(({ text }) => text).join('')).toBe(urlsrc);
  expect(parts.filter(({ kind }) => kind === 'placeholder')).toEqual([
    { kind: 'placeholder', text: '<ui=UI_LLCC&>', offset: 28, parameter: 'ui', token: 'UI_LLCC' },
    { kind: 'placeholder', text: '<rs=DC_LLCC>', offset: 41, parameter: 'rs', token: 'DC_LLCC' },
  ]);
});

it('reads an address without placeholders as text', () => {
  expect(urlsrcParts('https://h/cool.html?')).toEqual([{ kind: 'text', text: 'https://h/cool.html?', offset: 0 }]);
});

import type { ExchangeDetail } from '../../preload/contract.ts';
import { bareType } from './body-kind.ts';

const endings: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'text/html': 'html',
  'text/plain': 'txt',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
};

const documents = new Set(['GetFile', 'PutFile', 'PutRelativeFile', 'FileUrl']);

/** What a saved body is called: 'Budget (exchange 12 request).xlsx', 'exchange 12 response.json'. */
export function fileNameOf(detail: ExchangeDetail, side: 'request' | 'response'): string {
  const { id, fileName, operation } = detail;
  const type = bareType(detail[`${side}Body`].contentType);
  const carries = operation === 'GetFile' || operation === 'FileUrl' ? 'response' : 'request';
  if (fileName !== null && operation !== null && documents.has(operation) && carries === side) {
    const point = fileName.lastIndexOf('.');
    const stem = point > 0 ? fileName.slice(0, point) : fileName;
    return safe(`${stem} (exchange ${id} ${side})${point > 0 ? fileName.slice(point) : ''}`);
  }
  return `exchange ${id} ${side}.${endings[type] ?? 'bin'}`;
}

/** Names come from outside; a browser would replace some of this itself, each in its own way. */
export function safe(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}\\/:*?"<>|]/gu, '_').slice(-120);
}

import type { IgnoreWish } from '../../preload/contract.ts';
import { writtenOut } from '../ui/visible.ts';

/** Lock on /wopi/* from “acme*” by Olivia, answered 4xx */
export function ruleInWords(wish: IgnoreWish, personName: (id: string) => string): string {
  const { operation, path, client, personId, status } = wish;
  const parts = [
    operation ?? 'Requests',
    path === null ? '' : `to ${path}`,
    client === null ? '' : `from “${client}”`,
    personId === null ? '' : `by ${personName(personId)}`,
    status === null ? '' : `answered ${status}`,
  ];
  return writtenOut(parts.filter((part) => part !== '').join(' '));
}

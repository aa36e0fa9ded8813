import type { Mutation, Passing } from '../mutating-proxy.ts';

/** One way to be broken, the groups it is tried with, and exactly the cases of them that must notice. */
export interface BrokenHost {
  name: string;
  mutation: () => Mutation;
  groups: readonly string[];
  /** Names of the cases that fail; `prefix.*` stands for every case that begins with it. */
  caught: readonly string[];
  /** Those that pass with a warning, because upstream would have passed them in silence. */
  warned?: readonly string[];
}

export const CHECK = 'GET /wopi/files/:id';
export const READ = 'GET /wopi/files/:id/contents';

/** A mutation of the requests of one operation. */
export const on =
  (operation: string, request: NonNullable<Mutation['request']>): (() => Mutation) =>
  () => ({ request: (passing) => (passing.operation === operation ? request(passing) : undefined) });

/** A mutation of the answers of one operation. */
export const after =
  (operation: string, answer: NonNullable<Mutation['answer']>): (() => Mutation) =>
  () => ({
    answer(passing, returned) {
      if (passing.operation === operation) answer(passing, returned);
    },
  });

export const isRelock = ({ operation, headers }: Passing): boolean =>
  operation === 'LOCK' && 'x-wopi-oldlock' in headers;

/** Answers one status in place of another. */
export const status =
  (from: number, to: number): NonNullable<Mutation['answer']> =>
  (_, returned) => {
    if (returned.status === from) returned.status = to;
  };

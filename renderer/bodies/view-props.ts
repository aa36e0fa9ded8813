import type { ComponentType } from 'react';
import type { ByteSource } from './source.ts';

export interface ViewerProps {
  source: ByteSource;
  contentType: string | null;
  /** What a saved copy is called. */
  fileName: string;
  /** When the exchange happened: times inside are told relative to it. */
  requestAt: number;
}

/** What each way of looking at bytes is given. */
export interface ViewProps extends ViewerProps {
  /** The first bytes. */
  start: Uint8Array;
  /** Shows what lies inside: a part is a body of its own. */
  inner: ComponentType<ViewerProps>;
}

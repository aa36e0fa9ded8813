import { Component, type ReactNode } from 'react';
import { messageOf } from '../api/client.ts';
import { Problem } from '../ui/empty.tsx';

/** A fault in one kind of editor leaves the frame around it in use: the document can still be downloaded and closed. */
export class DocumentBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const reason = messageOf(error);
    return (
      <Problem
        title="The editor for this kind of document failed"
        message={`${reason} What was saved is at the host; download the document or open it again.`}
      />
    );
  }
}

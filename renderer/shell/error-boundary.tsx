import { Component, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { messageOf } from '../api/client.ts';
import { Problem } from '../ui/empty.tsx';

interface Props {
  /** Begins the sentence: '… could not be drawn.' */
  what: string;
  children: ReactNode;
}

/** A fault in one room leaves the rest of the screen in use. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <Problem
        title={`${this.props.what} could not be drawn`}
        message={`${messageOf(error)} The host goes on serving; nothing recorded is lost.`}
        actions={
          <>
            <Button appearance="primary" onClick={() => this.setState({ error: null })}>
              Try again
            </Button>
            <Button onClick={() => window.location.reload()}>Reload the window</Button>
          </>
        }
      />
    );
  }
}

import { createContext, useContext } from 'react';
import type { Connection } from './connection.ts';
import type { HostMessages } from './post-message.ts';

export interface Tools {
  connection: Connection;
  host: HostMessages;
}

export const ToolsContext = createContext<Tools | null>(null);

export function useTools(): Tools {
  const tools = useContext(ToolsContext);
  if (tools === null) throw new Error('useTools needs a ToolsContext above it.');
  return tools;
}

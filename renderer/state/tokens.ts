import { create } from 'zustand';
import type { TokenRow } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

export interface TokensState {
  byId: ReadonlyMap<string, TokenRow>;
}

export const useTokens = create<TokensState>(() => ({ byId: new Map() }));

export const tokensSlice: Slice = {
  reset: ({ tokens }) => useTokens.setState({ byId: new Map(tokens.map((token) => [token.id, token])) }),
  apply: (event) => {
    if (event.type !== 'token' && event.type !== 'token-removed') return;
    useTokens.setState(({ byId }) => {
      const next = new Map(byId);
      if (event.type === 'token') next.set(event.token.id, event.token);
      else next.delete(event.tokenId);
      return { byId: next };
    });
  },
};

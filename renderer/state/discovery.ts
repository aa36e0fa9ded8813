import { create } from 'zustand';
import type { DiscoverySource } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

export interface SourcesState {
  sources: readonly DiscoverySource[];
}

export const useSources = create<SourcesState>(() => ({ sources: [] }));

export const sourcesSlice: Slice = {
  reset: ({ sources }) => useSources.setState({ sources }),
  apply: (event) => {
    if (event.type === 'source') useSources.setState(({ sources }) => ({ sources: withSource(sources, event.source) }));
    if (event.type === 'source-removed') {
      useSources.setState(({ sources }) => ({ sources: sources.filter(({ id }) => id !== event.sourceId) }));
    }
  },
};

function withSource(sources: readonly DiscoverySource[], source: DiscoverySource): DiscoverySource[] {
  const isKnown = sources.some(({ id }) => id === source.id);
  return isKnown ? sources.map((other) => (other.id === source.id ? source : other)) : [...sources, source];
}

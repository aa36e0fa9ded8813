import { expect, it } from 'vitest';
import { createChunkCollector } from '../../main/store/chunk-collector.ts';

const CHUNK_BYTES = 64 * 1024;
const CHUNKS = 8000;
const MIB = 1024 * 1024;

it('chunks that were dealt with do not gather while a large body arrives', () => {
  const collect = createChunkCollector();
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let count = 0; count < CHUNKS; count += 1) {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    collect(chunk.length);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  // Left to itself the collector lets about 64 MiB of the 500 gather.
  expect(most / MIB).toBeLessThan(40);
});

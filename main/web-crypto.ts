import { webcrypto } from 'node:crypto';

// jose wants the global that Node 18 (and so older Electron main processes) does not define.
if (!('crypto' in globalThis)) Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });

import { configure } from '@testing-library/react';
import { vi } from 'vitest';

/*
 * Imported for its effects by tests of whole pages. Queries by role skip the check whether an element is hidden: it
 * asks for the computed style of every ancestor, which costs seconds without a layout engine.
 */
configure({ defaultHidden: true, asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 30_000 });

/** happy-dom rejects the promise of every cancelled animation, which nobody awaits; without them nothing moves. */
Reflect.deleteProperty(Element.prototype, 'animate');

/** Names of elements are computed with the styles of each of their parts; here all look the same. */
const plain = document.createElement('div').style;
window.getComputedStyle = () => plain;

import type { ClientProfile } from '../profile.ts';
import { specification } from '../profile.ts';

/** Test suites go wrong on purpose: nothing is missed. */
export const validator: ClientProfile = {
  name: 'WOPI validator',
  clients: /validator|wopitest/i,
  habit:
    'Sends right and wrong requests in turn to see what the host answers. What a person editing would do cannot be expected of it.',
  source: specification('The WOPI validator', 'online/build-test-ship/validator'),
  expects: {},
};

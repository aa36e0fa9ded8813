import type { Operation } from '../../operation.ts';
import { readSmall } from '../../receive.ts';
import { badRequest, ok, tooLarge } from '../../results.ts';

const MAX_LENGTH = 1024;

/** Stores an opaque string for the person, to be sent back as UserInfo with every later CheckFileInfo. */
export const putUserInfo: Operation = {
  name: 'PutUserInfo',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'PUT_USER_INFO',
  needs: 'read',
  advertises: ['SupportsUserInfo'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/putuserinfo',
  async run(call, { people }) {
    const bytes = await readSmall(call.body, MAX_LENGTH);
    if (!bytes) return tooLarge(`The user info is longer than ${MAX_LENGTH} characters.`);
    const text = bytes.toString('latin1');
    if (!/^[\x20-\x7e\t\r\n]*$/.test(text)) return badRequest('The user info holds characters other than ASCII.');
    people.setUserInfo(call.person.id, text);
    return ok();
  },
};

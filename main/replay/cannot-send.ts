/** A recorded request that cannot be sent as it is wished; the message is a sentence for the user. */
export class CannotSend extends Error {
  override name = 'CannotSend';
}

/** The setting-up of an application came too late or came twice: what is asked for could not take effect any more. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}

import type { SentEvent, SentException, SentFrame } from '@culprit/wire'

/** Returns the exceptions of an event in their list form, which is the only one that this package makes. */
export function exceptionValues({ exception }: SentEvent): readonly (SentException | null)[] | undefined {
  if (exception === undefined || exception === null || Array.isArray(exception)) return undefined
  return 'values' in exception && Array.isArray(exception.values) ? exception.values : undefined
}

/** Returns an event with every frame of its exceptions changed. Exceptions in another form stay as they are. */
export function withFrames(event: SentEvent, change: (frame: SentFrame) => SentFrame): SentEvent {
  const values = exceptionValues(event)
  if (values === undefined) return event
  const changed = values.map((value): SentException | null => {
    const frames = value?.stacktrace?.frames
    if (value === null || frames === undefined || frames === null) return value
    return {
      ...value,
      stacktrace: {
        ...value.stacktrace,
        frames: frames.map((frame) => (frame === null ? null : change(frame))),
      },
    }
  })
  return { ...event, exception: { values: changed } }
}

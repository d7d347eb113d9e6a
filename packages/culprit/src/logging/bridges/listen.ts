import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Something with events, as Node's emitters and many libraries' objects are; whatever types they give them. */
export interface EventSource {
  on(...values: never[]): unknown
  removeListener(...values: never[]): unknown
}

/** Takes what an event or a channel carries. */
export type ForeignListener = (...values: readonly unknown[]) => void

/** Listens to events of an object by name and returns a function that ends it. */
export function listenTo(
  source: EventSource,
  listeners: Readonly<Record<string, ForeignListener>>,
): () => void {
  // Reflect, since the libraries' own types for events all differ.
  for (const entry of Object.entries(listeners)) Reflect.apply(source.on, source, entry)
  return () => {
    for (const entry of Object.entries(listeners)) Reflect.apply(source.removeListener, source, entry)
  }
}

/** Listens to diagnostics channels by name and returns a function that ends it. */
export function listenToChannels(listeners: Readonly<Record<string, ForeignListener>>): () => void {
  for (const [name, listener] of Object.entries(listeners)) subscribe(name, listener)
  return () => {
    for (const [name, listener] of Object.entries(listeners)) unsubscribe(name, listener)
  }
}

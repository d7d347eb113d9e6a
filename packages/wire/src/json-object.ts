/** A JSON object as received: keys and values are still foreign. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Returns true for what JSON calls an object: neither null, nor an array, nor a scalar. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

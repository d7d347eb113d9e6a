/** What JSON can say. Payload parts whose keys belong to the application keep this type. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [key: string]: Json
}

/** Any JSON value. What events carry as locals, breadcrumb data, contexts and bodies after normalising. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** A JSON object. Keys come from strangers: read with `Object.entries`, never by assuming a prototype. */
export interface JsonObject {
  readonly [key: string]: Json
}
